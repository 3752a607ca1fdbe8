package dev.lowtide.scheduler;

import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.journal.Standstills;
import dev.lowtide.scheduler.operator.HeldView;
import dev.lowtide.scheduler.operator.Holding;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops everything when a person wants it. What the store says is read once and kept here, so that
 * a look at it costs nothing and needs no store. What is said while the store is gone counts at
 * once, and is written down when it is back. Safe for any thread.
 */
final class HoldAll implements Holding {

  /** Eight times to and fro within one failure of the store; more is no decision any more. */
  private static final int UNWRITTEN_MAX = 16;

  private static final Logger log = LoggerFactory.getLogger(HoldAll.class);

  private final Standstills standstills;
  private final Supplier<@Nullable ActiveRun> active;
  private final Consumer<String> reverts;
  private final Clock clock;

  /** What people said and the store has not yet, in their order. */
  private final Queue<Said> unwritten = new ConcurrentLinkedQueue<>();

  /** Held by whoever writes, and by nobody who decides: a store may be silent for a while. */
  private final Object writing = new Object();

  private volatile Optional<HeldView> held;

  /**
   * A person's word.
   *
   * @param held that everything is to stand still; null if it may go on
   */
  private record Said(@Nullable HeldView held, String by, Instant at) {}

  /**
   * @param reverts breaks off returns to old tables, told who wants that
   */
  HoldAll(
      Standstills standstills,
      Supplier<@Nullable ActiveRun> active,
      Consumer<String> reverts,
      Clock clock) {
    this.standstills = standstills;
    this.active = active;
    this.reverts = reverts;
    this.clock = clock;
    this.held = standstills.held();
  }

  @Override
  public Optional<HeldView> held() {
    return held;
  }

  /** What is at work stops first: whether the store can be written to must not delay it. */
  @Override
  public HeldView hold(String by, String why) {
    HeldView wanted = decideToHold(new HeldView(by, clock.instant(), why));
    stopActive();
    writeDown(wanted.text(), "may begin again by itself");
    return wanted;
  }

  private synchronized HeldView decideToHold(HeldView wanted) {
    if (held.isPresent()) {
      return held.get();
    }
    held = Optional.of(wanted);
    unwritten.add(new Said(wanted, wanted.by(), wanted.since()));
    log.warn("everything is held by={} why=\"{}\"", wanted.by(), wanted.why());
    return wanted;
  }

  @Override
  public void unhold(String by) {
    decideToGoOn(by);
    writeDown("nothing is held any more", "holds everything again");
  }

  private synchronized void decideToGoOn(String by) {
    if (held.isEmpty()) {
      return;
    }
    if (unwritten.size() >= UNWRITTEN_MAX) {
      throw new OperatorException(
          Kind.UNAVAILABLE,
          unwritten.size()
              + " words on this are not written down yet (expected: fewer than "
              + UNWRITTEN_MAX
              + ", once the store can be used again)");
    }
    held = Optional.empty();
    unwritten.add(new Said(null, by, clock.instant()));
    log.warn("runs may begin again by={}", by);
  }

  /** What is so already, and what is still missing: whoever hears of it may have to watch. */
  private void writeDown(String done, String afterRestart) {
    try {
      writeDown();
    } catch (RuntimeException e) {
      log.warn("not written down yet: {}: {}", done, e.toString());
      throw new OperatorException(
          Kind.UNAVAILABLE,
          done
              + "; but that is not written down yet, and will be as soon as it can be: a Lowtide"
              + " that is started again before then "
              + afterRestart
              + " ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /** Writes down what the store has not heard. Who writes twice changes nothing. */
  void writeDown() {
    synchronized (writing) {
      for (Said next = unwritten.peek(); next != null; next = unwritten.peek()) {
        write(next);
        unwritten.remove();
      }
    }
  }

  private void write(Said said) {
    if (said.held() == null) {
      standstills.unhold(said.by(), said.at());
    } else {
      standstills.hold(said.held());
    }
  }

  /** What began in the very moment in which everything was stopped is stopped as well. */
  void stopActive() {
    ActiveRun atWork = active.get();
    Optional<HeldView> now = held;
    if (now.isEmpty()) {
      return;
    }
    reverts.accept(now.get().by());
    if (atWork != null && !atWork.isComparing()) {
      atWork.stop(StopCause.HELD, now.get().by());
    }
  }
}
