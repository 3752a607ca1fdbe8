package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyProgress;
import dev.lowtide.scheduler.operator.ProgressView;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A copy at work, as it is seen from outside, and whether a person wants it to stand still. What it
 * is told is written by the run's thread only; people pause and resume from any.
 */
final class CopyWatch implements CopyProgress {

  private final BooleanSupplier isStopRequested;
  private final Consumer<String> standstills;
  private final Consumer<String> warnings;
  private Consumer<CopyPhase> phases = phase -> {};
  private volatile String phase = "";
  private volatile String standstill = "";
  private volatile String pausedBy = "";
  private volatile long rowsCopied;
  private volatile long bytesCopied;
  private volatile long rowsCompared;
  private volatile int cutOverAttempts;
  private volatile Duration behind = Duration.ZERO;

  /**
   * Nothing has begun yet.
   *
   * @param standstills told why it stands still whenever that changes; empty if it goes on
   * @param warnings told what people should know
   */
  CopyWatch(
      BooleanSupplier isStopRequested, Consumer<String> standstills, Consumer<String> warnings) {
    this.isStopRequested = isStopRequested;
    this.standstills = standstills;
    this.warnings = warnings;
  }

  /** Has another one told its phases; before it begins. */
  void onPhases(Consumer<CopyPhase> listener) {
    phases = listener;
  }

  /** False if somebody has paused it already. */
  synchronized boolean pause(String by) {
    if (isPaused()) {
      return false;
    }
    pausedBy = by;
    return true;
  }

  /** False if nobody has paused it. */
  synchronized boolean resume() {
    boolean wasPaused = isPaused();
    pausedBy = "";
    return wasPaused;
  }

  boolean isPaused() {
    return !pausedBy.isEmpty();
  }

  /** Who paused it; empty if nobody did. */
  String pausedBy() {
    return pausedBy;
  }

  /** Whether it does, whoever or whatever wants it to. */
  boolean isStandingStill() {
    return !standstill.isEmpty();
  }

  /** Whether it has begun. */
  boolean isUnderWay() {
    return !phase.isEmpty();
  }

  ByteSize copied() {
    return new ByteSize(bytesCopied);
  }

  ProgressView view(long rowsExpected) {
    return new ProgressView(
        phase,
        rowsCopied,
        rowsExpected,
        copied(),
        rowsCompared,
        standstill,
        pausedBy,
        cutOverAttempts,
        behind);
  }

  @Override
  public void onPhase(CopyPhase now, String text) {
    phases.accept(now);
    phase = words(now) + (text.isEmpty() ? "" : ": " + text);
    if (now == CopyPhase.SWAPPING) {
      countCutOver();
    }
  }

  @Override
  public void onCopied(long rows, long bytes) {
    rowsCopied = rows;
    bytesCopied = bytes;
  }

  @Override
  public void onCompared(long rows) {
    rowsCompared = rows;
  }

  @Override
  public void onStandstill(String why) {
    boolean isNews = standstill.isEmpty() != why.isEmpty();
    standstill = why;
    if (isNews) {
      standstills.accept(why);
    }
  }

  @Override
  public void onWarning(String text) {
    warnings.accept(text);
  }

  @Override
  public void onBehind(Duration age) {
    behind = age;
  }

  @Override
  public boolean isStopRequested() {
    return isStopRequested.getAsBoolean();
  }

  private synchronized void countCutOver() {
    cutOverAttempts++;
  }

  private static String words(CopyPhase phase) {
    return switch (phase) {
      case CREATING -> "making the shadow";
      case COPYING -> "copying rows";
      case INDEXING -> "adding indexes";
      case FOLLOWING -> "following, and comparing rows";
      case SWAPPING -> "cutting over";
      case KEPT -> "in place";
    };
  }
}
