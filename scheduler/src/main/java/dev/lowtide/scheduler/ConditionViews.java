package dev.lowtide.scheduler;

import dev.lowtide.scheduler.operator.ConditionView;
import dev.lowtide.scheduler.quiet.Rung;
import dev.lowtide.scheduler.quiet.Rung.Outcome;
import java.util.List;

/** Shows to people how conditions stand. */
final class ConditionViews {

  private ConditionViews() {}

  static List<ConditionView> of(List<Rung> ladder) {
    return ladder.stream().map(ConditionViews::view).toList();
  }

  private static ConditionView view(Rung rung) {
    return new ConditionView(
        rung.signal().toString(),
        rung.value(),
        rung.limit(),
        rung.lasted().toSeconds(),
        rung.isMet(),
        rung.outcome() == Outcome.BLIND);
  }
}
