package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyProgress;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How an old table follows, as it is seen from outside. Written by the thread that follows, read by
 * any.
 */
final class FollowProgress implements CopyProgress {

  private final BooleanSupplier isStopRequested;
  private final Consumer<String> warnings;
  private volatile String standstill = "";
  private volatile String waits = "";
  private volatile long rowsCompared;

  /**
   * @param warnings told what people should know
   */
  FollowProgress(BooleanSupplier isStopRequested, Consumer<String> warnings) {
    this.isStopRequested = isStopRequested;
    this.warnings = warnings;
  }

  /** Why it stands still; empty if it does not. */
  String standstill() {
    return standstill;
  }

  /** How far a return to it is, in words. */
  String words() {
    return rowsCompared + " rows are compared" + (waits.isEmpty() ? "" : ", " + waits);
  }

  @Override
  public void onPhase(CopyPhase phase, String text) {
    waits = text;
  }

  /** All its rows were there when it began. */
  @Override
  public void onCopied(long rows, long bytes) {}

  /** It may be hours behind, and a return catches up first. */
  @Override
  public void onBehind(Duration behind) {}

  @Override
  public void onCompared(long rows) {
    rowsCompared = rows;
  }

  @Override
  public void onStandstill(String why) {
    standstill = why;
  }

  @Override
  public void onWarning(String text) {
    warnings.accept(text);
  }

  @Override
  public boolean isStopRequested() {
    return isStopRequested.getAsBoolean();
  }
}
