package dev.lowtide.scheduler.quiet;

import dev.lowtide.proxy.activity.TableName;

/** Windows without a detector. */
public final class QuietWindows {

  private QuietWindows() {}

  public static QuietWindow opened(TableName table, long atNanos) {
    return new QuietWindow(table, atNanos);
  }
}
