package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {

  private final CountDownLatch drawn = new CountDownLatch(1);
  private final StringWriter printed =
      new StringWriter() {
        @Override
        public void write(String text, int from, int length) {
          super.write(text, from, length);
          drawn.countDown();
        }
      };
  private final ProgressLine terminal = new ProgressLine(new PrintWriter(printed), true);
  private final ProgressLine file = new ProgressLine(new PrintWriter(printed), false);

  @Test
  void theLineIsDrawnOverTheOneBefore() {
    terminal.show("half of it");
    terminal.show("all");

    assertThat(printed.toString()).isEqualTo("\rhalf of it\rall       ");
  }

  @Test
  void whatIsTheSameIsNotDrawnAgain() {
    terminal.show("half");
    terminal.show("half");

    assertThat(printed.toString()).isEqualTo("\rhalf");
  }

  @Test
  void nothingIsLeftOfIt() {
    terminal.show("half");
    terminal.clear();
    terminal.clear();

    assertThat(printed.toString()).isEqualTo("\rhalf\r    \r");
  }

  @Test
  void itNeverBecomesTwoLines() {
    terminal.show("x".repeat(200));

    assertThat(printed.toString()).hasSize(1 + 79).endsWith("…");
  }

  @Test
  void whereNobodyLooksNothingIsDrawn() throws Exception {
    file.show("half");
    file.during(() -> "working", () -> 7);
    file.clear();

    assertThat(printed.toString()).isEmpty();
  }

  @Test
  void itIsDrawnWhileSomethingIsDoneAndGoneAfterwards() throws Exception {
    int done =
        terminal.during(
            () -> "working",
            () -> {
              assertThat(drawn.await(20, TimeUnit.SECONDS)).isTrue();
              return 7;
            });

    assertThat(done).isEqualTo(7);
    assertThat(printed.toString()).isEqualTo("\rworking\r       \r");
  }

  @Test
  void itIsGoneAlsoWhereItFails() {
    assertThatThrownBy(
            () ->
                terminal.during(
                    () -> "working",
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(printed.toString()).doesNotEndWith("working");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "50, 15", "99, 29", "100, 30", "120, 30", "-1, 0"})
  void theBarIsAsLongAsThereIsDone(int percent, int cells) {
    assertThat(ProgressLine.bar(percent, "done").chars().filter(c -> c == '#').count())
        .isEqualTo(cells);
    assertThat(ProgressLine.bar(percent, "done")).endsWith(" % done");
  }
}
