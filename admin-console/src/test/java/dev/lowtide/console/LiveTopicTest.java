package dev.lowtide.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LiveTopicTest {

  private final Map<String, String> page = new HashMap<>();
  private final LiveTopic topic = new LiveTopic(() -> page, "s7", "ann");

  @Test
  void whoComesFreshIsToldEverything() {
    page.put("verdict", "quiet");
    page.put("work", "none");
    topic.render();

    assertThat(told(0)).contains("id: s7-1\n", "\"verdict\":\"quiet\"", "\"work\":\"none\"");
  }

  @Test
  void whatHasNotChangedIsNotToldAgain() {
    page.put("verdict", "quiet");
    page.put("work", "none");
    topic.render();
    page.put("work", "run 7");

    assertThat(topic.render()).isTrue();
    assertThat(told(1)).contains("id: s7-2\n", "\"work\":\"run 7\"").doesNotContain("verdict");
    assertThat(topic.render()).isFalse();
    assertThat(topic.since(2)).isNull();
  }

  @Test
  void whoWasSlowIsToldTheLatestAndNothingBetween() {
    for (String verdict : new String[] {"quiet", "busy", "blind"}) {
      page.put("verdict", verdict);
      topic.render();
    }

    assertThat(told(1)).contains("blind").doesNotContain("busy").contains("id: s7-3\n");
  }

  @Test
  void whatIsToldIsMadeOnceForAll() {
    page.put("verdict", "quiet");
    topic.render();

    assertThat(topic.since(0)).isSameAs(topic.since(0));
  }

  @Test
  void whoComesBackGoesOnAndWhoKnowsAnotherProcessBeginsAnew() {
    page.put("verdict", "quiet");
    topic.render();

    assertThat(topic.resumed("s7-1")).isEqualTo(1);
    assertThat(topic.resumed("s7-4711")).as("never ahead of what there is").isEqualTo(1);
    assertThat(topic.resumed("s8-1")).isZero();
    assertThat(topic.resumed("s7-x")).isZero();
    assertThat(topic.resumed(null)).isZero();
  }

  @Test
  void piecesStayOnOneLine() {
    page.put("verdict", "<p>quiet\n\n</p>");
    topic.render();

    assertThat(told(0)).contains("data: {\"verdict\":\"<p>quiet\\n\\n</p>\"}\n\n");
  }

  private String told(long seen) {
    return new String(Objects.requireNonNull(topic.since(seen)).bytes(), UTF_8);
  }
}
