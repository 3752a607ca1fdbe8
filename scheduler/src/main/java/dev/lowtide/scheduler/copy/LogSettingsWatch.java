package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends a copy when the binary log may have missed a row: nothing else would tell until the rows are
 * compared. It looks once a second, so a session that leaves the log and comes back in between is
 * not seen; the comparison is.
 *
 * <p>A server that has started anew may have come down with its machine, which nobody can tell from
 * here. Then a log that was not synchronised at each commit lacks changes which the rows have.
 * Confined to the copy's thread.
 */
public final class LogSettingsWatch {

  static final Duration PERIOD = Duration.ofSeconds(1);

  private final LogSettings.Source source;
  private final NanoClock clock;
  private Instant seenAt;
  private boolean wasSynced = true;
  private boolean hasLooked;
  private long lookedNanos;

  /**
   * A watch over a copy.
   *
   * @param seenAt when the server was there for the copy last, by its own clock
   */
  public LogSettingsWatch(LogSettings.Source source, Instant seenAt, NanoClock clock) {
    this.source = source;
    this.seenAt = seenAt;
    this.clock = clock;
  }

  /** To be called as often as one likes. */
  public void check() throws CopyStoppedException {
    long now = clock.nanos();
    if (!hasLooked || now - lookedNanos >= PERIOD.toNanos()) {
      checkNow();
      hasLooked = true;
      lookedNanos = now;
    }
  }

  /** Looks, whenever that was done last. */
  void checkNow() throws CopyStoppedException {
    List<String> faults = faults(source.read());
    if (!faults.isEmpty()) {
      throw new CopyStoppedException(
          Fate.LOST,
          AbortReason.BLIND,
          "changes may be missing in the binary log: " + String.join("; ", faults));
    }
  }

  private List<String> faults(LogSettings settings) {
    List<String> faults = new ArrayList<>();
    require(faults, "log_bin", settings.isOn() ? "ON" : "OFF", "ON");
    require(faults, "binlog_format", settings.format(), "ROW");
    require(faults, "binlog_row_image", settings.rowImage(), "FULL");
    require(faults, "binlog_order_commits", settings.isCommittedInOrder() ? "ON" : "OFF", "ON");
    faults.addAll(settings.sessions());
    addLostTail(faults, settings.server());
    return faults;
  }

  private void addLostTail(List<String> faults, LogSettings.Server server) {
    if (server.startedAt().isAfter(seenAt) && !(wasSynced && server.isSynced())) {
      faults.add(
          "the server was started at "
              + server.startedAt()
              + ", with changes from before that its log may have lost (expected: sync_binlog = 1)");
    }
    seenAt = server.askedAt();
    wasSynced = server.isSynced();
  }

  private static void require(List<String> faults, String setting, String value, String expected) {
    if (!value.equalsIgnoreCase(expected)) {
      faults.add(setting + " is " + value + " (expected: " + expected + ")");
    }
  }
}
