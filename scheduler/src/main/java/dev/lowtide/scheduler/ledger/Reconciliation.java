package dev.lowtide.scheduler.ledger;

import dev.lowtide.scheduler.ledger.Difference.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The proxy's ledger held against the server.
 *
 * @param atNanos when the server had answered, on the proxy's clock
 * @param took all of it, from the first question to the last answer
 * @param blindness why it could not be done; empty if it was
 * @param compared sessions that did nothing meanwhile, so that both must say the same
 * @param moving sessions that did something meanwhile, of which nothing can be said
 * @param bypassing sessions on the server that do not pass the proxy, ours left out
 * @param locksOfPrepared those of XA transactions whose session is gone
 * @param sinceStart how many differences there were of each kind, each counted once
 */
public record Reconciliation(
    long atNanos,
    Duration took,
    String blindness,
    int compared,
    int moving,
    List<Difference> differences,
    List<ServerSession> bypassing,
    List<Orphan> orphans,
    PreparedXa prepared,
    List<ServerLock> locksOfPrepared,
    Map<Kind, Long> sinceStart) {

  public Reconciliation {
    differences = List.copyOf(differences);
    bypassing = List.copyOf(bypassing);
    orphans = List.copyOf(orphans);
    locksOfPrepared = List.copyOf(locksOfPrepared);
    sinceStart = Map.copyOf(sinceStart);
  }

  static Reconciliation blind(String why, long atNanos, Duration took, Map<Kind, Long> sinceStart) {
    return new Reconciliation(
        atNanos,
        took,
        why,
        0,
        0,
        List.of(),
        List.of(),
        List.of(),
        PreparedXa.NONE,
        List.of(),
        sinceStart);
  }

  /** The same as nothing to go by, for this reason. */
  public Reconciliation blindFor(String why) {
    return blind(why, atNanos, took, sinceStart);
  }

  public boolean isBlind() {
    return !blindness.isEmpty();
  }

  /** How many of a kind there were since the start. */
  public long count(Kind kind) {
    return sinceStart.getOrDefault(kind, 0L);
  }
}
