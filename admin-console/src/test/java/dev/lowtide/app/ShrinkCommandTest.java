package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ShrinkCommandTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Test
  void aRebuildIsAsFarAsItsBytes() {
    assertThat(copied("{ \"copied\": 1048576, \"copyExpected\": 4194304 }"))
        .isEqualTo(" 1.0 MiB of about 4.0 MiB copied");
  }

  @Test
  void aCopySaysItsPhaseAndWhyItStandsStill() {
    assertThat(
            copied(
                """
                { "copied": 1048576, "copyExpected": 4194304, "progress": {
                  "phase": "copying rows", "rowsCompared": 1200, "pausedBy": "ann",
                  "standstill": "threads running: 40" } }"""))
        .isEqualTo(
            ", copying rows, 1.0 MiB of about 4.0 MiB copied, 1,200 rows compared, paused by ann,"
                + " stands still: threads running: 40");
  }

  @Test
  void aCopyThatGoesOnSaysNoMore() {
    assertThat(
            copied(
                """
                { "copied": 0, "copyExpected": 4194304, "progress": { "phase": "adding indexes",
                  "rowsCompared": 0, "pausedBy": "", "standstill": "" } }"""))
        .isEqualTo(", adding indexes, 0 B of about 4.0 MiB copied");
  }

  @Test
  void looksOftenWhileItMayBeShort() {
    assertThat(ShrinkCommand.pauseMillis(0)).isEqualTo(100);
    assertThat(ShrinkCommand.pauseMillis(99)).isEqualTo(100);
    assertThat(ShrinkCommand.pauseMillis(100)).isEqualTo(500);
  }

  @Test
  void aCopySaysHowFarBehindItIs() {
    assertThat(behind("PT2.1S")).isEqualTo(", 2.1 s behind");
    assertThat(behind("PT0.3S")).isEmpty();
    assertThat(ShrinkCommand.behind(MAPPER.readTree("{}"))).isEmpty();
  }

  @Test
  void theBarIsNotFullBeforeItIsDone() {
    assertThat(percent("{ \"copied\": 1, \"copyExpected\": 4 }")).isEqualTo(25);
    assertThat(percent("{ \"copied\": 9, \"copyExpected\": 4 }")).isEqualTo(99);
    assertThat(percent("{ \"progress\": { \"rowsCopied\": 3, \"rowsExpected\": 4 } }"))
        .isEqualTo(75);
    assertThat(percent("{}")).isZero();
  }

  private static int percent(String json) {
    return ShrinkCommand.percent(MAPPER.readTree(json));
  }

  private static String behind(String age) {
    return ShrinkCommand.behind(
        MAPPER.readTree("{ \"progress\": { \"behind\": \"" + age + "\" } }"));
  }

  private static String copied(String json) {
    return ShrinkCommand.copied(MAPPER.readTree(json));
  }
}
