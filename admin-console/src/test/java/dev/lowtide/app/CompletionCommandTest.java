package dev.lowtide.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A shell that has read the script is asked what it would complete. */
class CompletionCommandTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "lowtide sta, status",
    "lowtide cal, calendar",
    "lowtide calendar add-w, add-window",
    "lowtide candidates --a, --all",
    "lowtide db res, restore",
    "lowtide completion z, zsh"
  })
  void bashCompletesWhatSomebodyHasBegunToType(String typed, String completed) throws Exception {
    assertThat(completions(typed)).contains(completed);
  }

  @Test
  void whatIsNoCommandIsNotCompleted() throws Exception {
    assertThat(completions("lowtide nonsen")).isEmpty();
  }

  @Test
  void bothShellsReadTheSame() {
    assertThat(script("zsh")).isEqualTo(script("bash").replaceFirst("bash", "zsh"));
    assertThat(script("zsh")).contains("bashcompinit");
  }

  private List<String> completions(String typed) throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), script("bash"));
    int words = typed.split(" ", -1).length;
    Process bash =
        new ProcessBuilder(
                "bash",
                "--norc",
                "-c",
                "source "
                    + script
                    + " && COMP_WORDS=("
                    + typed
                    + ") COMP_CWORD="
                    + (words - 1)
                    + " && _complete_lowtide; printf '%s\\n' \"${COMPREPLY[@]}\"")
            .redirectErrorStream(true)
            .start();
    String printed = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(printed).isZero();
    return printed.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private static String script(String shell) {
    StringWriter out = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out));
    assertThat(commandLine.execute("completion", shell)).isZero();
    return out.toString();
  }
}
