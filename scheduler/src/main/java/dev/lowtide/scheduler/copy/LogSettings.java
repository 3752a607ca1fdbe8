package dev.lowtide.scheduler.copy;

import java.time.Instant;
import java.util.List;

/**
 * Settings of the server on which rests that its binary log names every row that changes.
 *
 * @param isOn log_bin
 * @param format binlog_format, of sessions that begin
 * @param rowImage binlog_row_image, of sessions that begin
 * @param isCommittedInOrder binlog_order_commits
 * @param sessions those of others that write to the log in another way or not at all, in words
 * @param server since when it runs, and whether its log is all there after it was cut off
 */
public record LogSettings(
    boolean isOn,
    String format,
    String rowImage,
    boolean isCommittedInOrder,
    List<String> sessions,
    Server server) {

  /**
   * By the server's own clock.
   *
   * @param startedAt cut to seconds
   * @param askedAt the moment of the answer
   * @param isSynced sync_binlog is 1: what is committed is in the log, whatever becomes of the
   *     server's machine
   */
  public record Server(Instant startedAt, Instant askedAt, boolean isSynced) {}

  public LogSettings {
    sessions = List.copyOf(sessions);
  }

  /** Where they are asked for. */
  @FunctionalInterface
  public interface Source {
    LogSettings read();
  }
}
