package dev.lowtide.app;

import dev.lowtide.scheduler.journal.StoreConfig;
import dev.lowtide.scheduler.journal.StoreConsole;
import dev.lowtide.scheduler.journal.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A prompt for SQL. */
@Command(
    name = "console",
    description =
        "Reads SQL from standard input, each statement up to a semicolon at the end of a"
            + " line, and prints what the store answers.",
    mixinStandardHelpOptions = true)
final class DbConsoleCommand extends DbAction {

  @Option(names = "--write", description = "Lets statements change something.")
  private boolean isWriting;

  @Override
  void act(StoreConfig store, AppConfig config, PrintWriter out) {
    try (StoreConsole console = StoreConsole.open(store, isWriting);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      StringBuilder statement = new StringBuilder();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        statement.append(line).append('\n');
        if (line.stripTrailing().endsWith(";")) {
          execute(console, statement.toString(), out);
          statement.setLength(0);
        }
      }
      execute(console, statement.toString(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that fails does not end the others: a person is typing. */
  private static void execute(StoreConsole console, String text, PrintWriter out) {
    String sql = text.strip().replaceFirst(";$", "");
    if (sql.isBlank()) {
      return;
    }
    try {
      print(console.execute(sql), new Texts(out));
    } catch (StoreException e) {
      out.println("refused: " + e.getMessage());
    }
    out.flush();
  }

  private static void print(StoreConsole.Result result, Texts out) {
    if (result.columns().isEmpty()) {
      out.line(result.changed() + " rows changed");
      return;
    }
    out.table(result.columns(), result.rows());
    out.line(result.rows().size() + " rows" + (result.hasMore() ? ", and there are more" : ""));
  }
}
