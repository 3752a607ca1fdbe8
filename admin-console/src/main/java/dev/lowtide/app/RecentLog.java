package dev.lowtide.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps the last lines of the log, without what threw them. Safe for any thread. */
final class RecentLog extends AppenderBase<ILoggingEvent> {

  /** An hour or so of a Lowtide that has something to do; some 100 kB. */
  private static final int LINES_MAX = 500;

  private final Deque<String> lines = new ArrayDeque<>();

  /** Listens from now on, to whatever is logged at all. */
  static RecentLog begin() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    RecentLog log = new RecentLog();
    log.setContext(context);
    log.start();
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(log);
    return log;
  }

  void end() {
    ((LoggerContext) LoggerFactory.getILoggerFactory())
        .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
        .detachAppender(this);
    stop();
  }

  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    String line =
        Instant.ofEpochMilli(event.getTimeStamp())
            + " "
            + event.getLevel()
            + " "
            + event.getLoggerName()
            + " "
            + event.getFormattedMessage().replaceAll("[\\r\\n]+", " ");
    synchronized (lines) {
      lines.addLast(line);
      if (lines.size() > LINES_MAX) {
        lines.removeFirst();
      }
    }
  }
}
