package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndingsTest {

  private final List<String> ended = new ArrayList<>();
  private final Endings endings = new Endings();

  @Test
  void theLastBegunIsEndedFirst() {
    endings.add(() -> ended.add("store"));
    endings.add(() -> ended.add("proxy"));
    endings.add(() -> ended.add("console"));

    endings.close();

    assertThat(ended).containsExactly("console", "proxy", "store");
  }

  @Test
  void oneThatFailsDoesNotKeepTheOthers() {
    endings.add(() -> ended.add("store"));
    endings.add(
        () -> {
          throw new IllegalStateException("the proxy does not end");
        });
    endings.add(() -> ended.add("console"));

    endings.close();

    assertThat(ended).containsExactly("console", "store");
  }

  @Test
  void eachIsEndedOnce() {
    endings.add(() -> ended.add("store"));

    endings.close();
    endings.close();

    assertThat(ended).containsExactly("store");
  }

  @Test
  void whatEndsMayCloseAgain() {
    endings.add(() -> ended.add("store"));
    endings.add(endings::close);

    endings.close();

    assertThat(ended).containsExactly("store");
  }
}
