package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyProgress;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A log that writes states into the chronicle, and keeps what a copy tells. */
final class FakeCopyLog implements RunLog, CopyProgress {

  final List<String> states = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  final List<String> phases = new ArrayList<>();
  boolean isStopRequested;

  private final Chronicle chronicle;

  FakeCopyLog(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  @Override
  public void onState(RunState state, String text) {
    chronicle.add(state.name());
    states.add(state + ": " + text);
  }

  @Override
  public void onNote(String text) {
    notes.add(text);
  }

  @Override
  public CopyProgress copy() {
    return this;
  }

  @Override
  public void onStatement(long threadId) {
    chronicle.add("thread " + threadId + " is written down");
  }

  @Override
  public void onCopied(ByteSize copied) {}

  @Override
  public void onPhase(CopyPhase phase, String text) {
    phases.add(text);
  }

  @Override
  public void onCopied(long rows, long bytes) {}

  @Override
  public void onCompared(long rows) {}

  @Override
  public void onBehind(Duration age) {}

  @Override
  public void onStandstill(String why) {}

  @Override
  public void onWarning(String text) {}

  @Override
  public boolean isStopRequested() {
    return isStopRequested;
  }
}
