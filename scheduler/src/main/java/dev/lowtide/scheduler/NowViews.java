package dev.lowtide.scheduler;

import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.operator.NowView;
import dev.lowtide.scheduler.quiet.BusyReason;
import dev.lowtide.scheduler.quiet.QuietVerdict;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Busy;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.List;

/** What a person sees of this moment. */
final class NowViews {

  private NowViews() {}

  static NowView of(Observation latest, List<ShrinkRun> open, List<String> left) {
    LoadSnapshot load = latest.load();
    ServerLoad server = latest.server();
    return new NowView(
        word(latest.verdict()),
        reasons(latest.verdict()),
        ConditionViews.of(latest.judgement().ladder()),
        load == null ? 0 : load.sessions().size(),
        load == null ? 0 : load.openTransactions(),
        load == null ? 0 : load.commandsInFlight(),
        load == null ? 0 : load.statementsPerSecond(),
        server == null ? -1 : server.threadsRunning(),
        open,
        left);
  }

  private static String word(QuietVerdict verdict) {
    return verdict.isQuiet() ? "quiet" : verdict instanceof Blind ? "blind" : "busy";
  }

  private static List<String> reasons(QuietVerdict verdict) {
    if (verdict instanceof Busy busy) {
      return busy.reasons().stream().map(BusyReason::toString).toList();
    }
    return verdict instanceof Blind blind
        ? List.of(blind.reason() + ", for " + blind.lasted().toSeconds() + " s")
        : List.of();
  }
}
