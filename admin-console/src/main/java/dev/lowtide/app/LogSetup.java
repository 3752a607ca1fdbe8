package dev.lowtide.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import net.logstash.logback.encoder.LogstashEncoder;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Logs go to standard error, as lines of text or of JSON. */
final class LogSetup {

  /** What people write is one line: whatever looked like another would be believed. */
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX} %-5level %logger{0} %replace(%msg){'[\\r\\n]+',' '}%n";

  private LogSetup() {}

  static void apply(AppConfig.@Nullable Log config) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, config == null ? null : config.format()));
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    // Says at each start that it uses a default which we do not rely on.
    context.getLogger("com.password4j").setLevel(Level.ERROR);
    setLevel(config);
  }

  /** Changes what is logged, and not how. */
  static void setLevel(AppConfig.@Nullable Log config) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("dev.lowtide").setLevel(level(config == null ? null : config.level()));
  }

  static Encoder<ILoggingEvent> encoder(
      LoggerContext context, AppConfig.@Nullable LogFormat format) {
    if (format == AppConfig.LogFormat.JSON) {
      LogstashEncoder json = new LogstashEncoder();
      json.setContext(context);
      json.start();
      return json;
    }
    PatternLayoutEncoder text = new PatternLayoutEncoder();
    text.setContext(context);
    text.setPattern(PATTERN);
    text.start();
    return text;
  }

  private static Level level(AppConfig.@Nullable LogLevel level) {
    return switch (level == null ? AppConfig.LogLevel.INFO : level) {
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARN -> Level.WARN;
    };
  }
}
