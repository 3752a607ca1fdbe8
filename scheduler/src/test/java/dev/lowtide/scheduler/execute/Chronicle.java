package dev.lowtide.scheduler.execute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was done, in order, and when. */
final class Chronicle {

  private final ScriptedPace pace;
  private final List<String> deeds = new ArrayList<>();
  private final List<Duration> times = new ArrayList<>();

  Chronicle(ScriptedPace pace) {
    this.pace = pace;
  }

  void add(String deed) {
    deeds.add(deed);
    times.add(pace.now());
  }

  List<String> deeds() {
    return deeds;
  }

  /** When it was done for the first time. */
  Duration timeOf(String deed) {
    int place = deeds.indexOf(deed);
    if (place < 0) {
      throw new AssertionError("'" + deed + "' is not among " + deeds);
    }
    return times.get(place);
  }
}
