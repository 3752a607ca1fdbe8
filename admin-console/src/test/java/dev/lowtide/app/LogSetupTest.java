package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class LogSetupTest {

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  @ParameterizedTest
  @EnumSource
  void whatSomebodyWritesIsNoLineOfItsOwn(AppConfig.LogFormat format) {
    String line = encoded(format, "held by ann: why\r\n2026-03-01 INFO run=7 approved by=bob\n");

    assertThat(line.strip().lines()).hasSize(1);
    assertThat(line).contains("held by ann").contains("approved by=bob");
  }

  @Test
  void aFaultIsShownWithWhereItCameFrom() {
    Encoder<ILoggingEvent> encoder = LogSetup.encoder(context, AppConfig.LogFormat.TEXT);
    LoggingEvent event = event("a step failed");
    event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("a fault")));

    String line = new String(encoder.encode(event), StandardCharsets.UTF_8);

    assertThat(line).contains("IllegalStateException: a fault").contains("LogSetupTest");
  }

  private String encoded(AppConfig.LogFormat format, String message) {
    return new String(
        LogSetup.encoder(context, format).encode(event(message)), StandardCharsets.UTF_8);
  }

  private LoggingEvent event(String message) {
    return new LoggingEvent(
        "here", context.getLogger("dev.lowtide.Some"), Level.INFO, message, null, null);
  }
}
