package dev.lowtide.scheduler.execute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes only in pauses, and what happens meanwhile. */
final class ScriptedPace implements Pace {

  /** Nothing that is tested lasts that long; who gets here waits for ever. */
  private static final Duration END = Duration.ofMinutes(5);

  private final List<Event> script = new ArrayList<>();
  private long nanos;

  private record Event(long atNanos, Runnable happening) {}

  /** Lets something happen so long after the beginning. */
  void at(Duration time, Runnable happening) {
    script.add(new Event(time.toNanos(), happening));
  }

  /** Lets something happen so long from now. */
  void in(Duration time, Runnable happening) {
    script.add(new Event(nanos + time.toNanos(), happening));
  }

  Duration now() {
    return Duration.ofNanos(nanos);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long until = nanos + duration.toNanos();
    if (until > END.toNanos()) {
      throw new AssertionError("still waiting after " + END);
    }
    List<Event> due = script.stream().filter(event -> event.atNanos <= until).toList();
    script.removeAll(due);
    for (Event event : due.stream().sorted(Comparator.comparing(Event::atNanos)).toList()) {
      nanos = Math.max(nanos, event.atNanos);
      event.happening.run();
    }
    nanos = until;
  }
}
