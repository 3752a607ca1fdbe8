package dev.lowtide.scheduler.copy;

import dev.lowtide.scheduler.shrink.Subject;
import java.util.List;
import java.util.Optional;

/**
 * The registry as whoever follows the other way round must see it. Of a table that is kept nothing
 * can be begun anew, moved or forgotten from there. Safe for any thread.
 */
public final class ReversedRegistry implements CopyRegistry {

  private final CopyRegistry registry;

  public ReversedRegistry(CopyRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Optional<CopyRecord> find(String owner) {
    return registry
        .find(owner)
        .filter(copy -> copy.phase() == CopyPhase.KEPT)
        .map(CopyRecord::reversed);
  }

  @Override
  public List<CopyRecord> all() {
    return registry.all();
  }

  @Override
  public CopyRecord register(
      String owner, Subject original, String fingerprint, String serverUuid, BinlogPosition start) {
    throw refused("register a copy of " + original);
  }

  @Override
  public void phase(long id, CopyPhase phase) {
    throw refused("make copy " + id + " " + phase);
  }

  @Override
  public void applied(long id, BinlogPosition position) {
    throw refused("move copy " + id + " to " + position);
  }

  @Override
  public void forget(long id) {
    throw refused("forget copy " + id);
  }

  private static IllegalStateException refused(String what) {
    return new IllegalStateException(what + " (expected: its old table only follows)");
  }
}
