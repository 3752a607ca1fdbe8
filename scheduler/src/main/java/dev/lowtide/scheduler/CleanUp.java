package dev.lowtide.scheduler;

import dev.lowtide.scheduler.mysql.Leftover;
import dev.lowtide.scheduler.mysql.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what copies have left whose runs are over, after saying what and why; what it must not
 * remove it only tells, once. Confined to the thread that does what comes after copies.
 */
final class CleanUp implements Aftermath.Chore {

  /** Three questions; what another Lowtide has left is in nobody's way. */
  static final Duration EVERY = Duration.ofSeconds(30);

  /** Whoever is at work there, or whatever is wrong, may be gone by then. */
  static final Duration AGAIN = Duration.ofSeconds(5);

  private static final String STAYS = "; it stays, for a person to look at";

  private static final Logger log = LoggerFactory.getLogger(CleanUp.class);

  private final Leavings leavings;
  private final Consumer<String> audit;
  private Set<String> told = Set.of();
  private volatile List<String> left = List.of();

  /** Whatever is told to the audit is of use to people. */
  CleanUp(Leavings leavings, Consumer<String> audit) {
    this.leavings = leavings;
    this.audit = audit;
  }

  /** What there was at the last look and could not be removed, in words. Safe for any thread. */
  List<String> left() {
    return left;
  }

  @Override
  public Duration run() throws InterruptedException {
    List<Leftover> found = leavings.look();
    Set<String> seen = new HashSet<>();
    for (Leftover leftover : found) {
      tell(leftover);
      seen.add(leftover.text());
    }
    told = seen;
    left = found.stream().map(CleanUp::text).toList();
    return found.isEmpty() || leavings.alone(this::clean) ? EVERY : AGAIN;
  }

  private void tell(Leftover leftover) {
    if (!told.contains(leftover.text())) {
      log.info("left behind: {}{}", leftover.text(), leftover.isRemovable() ? "" : STAYS);
      audit.accept(leftover.text() + (leftover.isRemovable() ? "; it is removed" : STAYS));
    }
  }

  /** Looks again: what was there a moment ago may be somebody's by now. */
  private void clean() throws InterruptedException {
    leavings.settle();
    List<String> remaining = new ArrayList<>();
    for (Leftover leftover : leavings.look()) {
      if (!leftover.isRemovable() || !isRemoved(leftover)) {
        remaining.add(text(leftover));
      }
    }
    left = List.copyOf(remaining);
  }

  /** One that cannot be removed does not keep the others. */
  private boolean isRemoved(Leftover leftover) {
    try {
      leavings.remove(leftover);
      return true;
    } catch (TargetException e) {
      log.warn("cannot be removed yet: {}: {}", leftover.text(), e.getMessage());
      return false;
    }
  }

  private static String text(Leftover leftover) {
    return leftover.text() + (leftover.isRemovable() ? "" : STAYS);
  }
}
