package dev.lowtide.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no server. */
class MainTest {

  private final PrintStream systemOut = System.out;
  private final PrintStream systemErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
  }

  @AfterEach
  void giveBack() {
    System.setOut(systemOut);
    System.setErr(systemErr);
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version"})
  void saysWhichLowtideThisIs(String argument) {
    assertThat(Main.run(argument)).isZero();

    assertThat(out.toString(UTF_8)).startsWith("Lowtide ");
  }

  @Test
  void withoutACommandItShowsWhatThereIs() {
    assertThat(Main.run()).isEqualTo(2);

    assertThat(err.toString(UTF_8)).contains("Usage: lowtide", "serve", "shrink", "report");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "serve",
        "shrink",
        "approve soon",
        "shrink a.b --maybe",
        "plan a.b c.d"
      })
  void aCommandThatCannotBeUsedIsOneLine(String command) {
    assertThat(Main.run(command.split(" "))).isEqualTo(2);

    assertThat(err.toString(UTF_8)).startsWith("lowtide: ").hasLineCount(1);
  }

  @Test
  void aConfigurationThatCannotBeUsedIsOneLine() throws Exception {
    Path config = Files.writeString(folder.resolve("lowtide.yaml"), "proxi: {}\n");

    assertThat(Main.run("serve", "--config", config.toString())).isEqualTo(2);

    assertThat(err.toString(UTF_8))
        .startsWith("lowtide: " + config + ":1: proxi: unknown setting")
        .hasLineCount(1);
  }
}
