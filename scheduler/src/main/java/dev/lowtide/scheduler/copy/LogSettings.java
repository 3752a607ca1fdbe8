package dev.lowtide.scheduler.copy;

import java.util.List;

/**
 * Settings of the server on which rests that its binary log names every row that changes.
 *
 * @param isOn log_bin
 * @param format binlog_format, of sessions that begin
 * @param rowImage binlog_row_image, of sessions that begin
 * @param isCommittedInOrder binlog_order_commits
 * @param sessions those of others that write to the log in another way or not at all, in words
 */
public record LogSettings(
    boolean isOn,
    String format,
    String rowImage,
    boolean isCommittedInOrder,
    List<String> sessions) {

  public LogSettings {
    sessions = List.copyOf(sessions);
  }

  /** Where they are asked for. */
  @FunctionalInterface
  public interface Source {
    LogSettings read();
  }
}
