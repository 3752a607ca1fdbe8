package dev.lowtide.scheduler.estimate;

/** How a table is rebuilt, as far as it decides how full its pages are afterwards. */
public enum RebuiltBy {
  /** Copied in the order of its key, and secondary keys built by sorting afterwards. */
  SHADOW_COPY(true, false),
  /** Copied in the order of its key with all keys there: {@code ALGORITHM=COPY}. */
  COPY_UNDER_HOLD(false, false),
  /** The server sorts and builds every index by itself: {@code ALGORITHM=INPLACE}. */
  IN_PLACE(true, true);

  private final boolean isSorted;
  private final boolean isLoaded;

  RebuiltBy(boolean isSorted, boolean isLoaded) {
    this.isSorted = isSorted;
    this.isLoaded = isLoaded;
  }

  /** Whether secondary keys are built by sorting their entries first. */
  boolean sortsSecondaryKeys() {
    return isSorted;
  }

  /** Whether the clustered index is loaded page by page too, without splits. */
  boolean loadsRows() {
    return isLoaded;
  }
}
