package dev.lowtide.scheduler.quiet;

import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Busy;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import dev.lowtide.scheduler.quiet.Rung.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A verdict, and how every condition stands.
 *
 * @param ladder all conditions, met or not, in the order in which people read them
 */
public record Judgement(QuietVerdict verdict, List<Rung> ladder) {

  public Judgement {
    ladder = List.copyOf(ladder);
  }

  /** Nothing can be seen at all. */
  public static Judgement blind(String why, Duration lasted) {
    return of(List.of(new Rung(Signal.SIGHT, Outcome.BLIND, why, Words.SEEING, lasted)));
  }

  static Judgement of(List<Rung> ladder) {
    return new Judgement(verdict(ladder), ladder);
  }

  private static QuietVerdict verdict(List<Rung> ladder) {
    if (ladder.stream().anyMatch(Rung::isBlind)) {
      return blind(ladder);
    }
    List<Rung> unmet = ladder.stream().filter(rung -> !rung.isMet()).toList();
    // While something else speaks against quiet, that it has not lasted is no news.
    boolean isOnlyTooShort = unmet.stream().allMatch(rung -> rung.signal() == Signal.QUIET_FOR);
    List<BusyReason> reasons =
        unmet.stream()
            .filter(rung -> isOnlyTooShort || rung.signal() != Signal.QUIET_FOR)
            .map(Rung::reason)
            .toList();
    return reasons.isEmpty() ? new Quiet() : new Busy(reasons);
  }

  /** Who sees nothing at all need not be told what else cannot be seen. */
  private static Blind blind(List<Rung> ladder) {
    List<Rung> blind = ladder.stream().filter(Rung::isBlind).toList();
    Rung sight = ladder.get(0);
    if (sight.signal() == Signal.SIGHT && sight.isBlind()) {
      return new Blind(sight.value(), sight.lasted());
    }
    String why =
        blind.stream()
            .map(rung -> rung.signal() + ": " + rung.value())
            .collect(Collectors.joining("; "));
    Duration longest =
        blind.stream().map(Rung::lasted).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    return new Blind(why, longest);
  }
}
