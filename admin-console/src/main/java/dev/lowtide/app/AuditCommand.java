package dev.lowtide.app;

import dev.lowtide.console.Format;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What everybody did, whether that is still what was written, and all of it in a file. */
@Command(
    name = "audit",
    description = {
      "Lists the newest lines of the audit trail, verifies it, or writes all of it to a file.",
      "With --verify it ends with 5 if a line is not what was written, or not where."
    },
    mixinStandardHelpOptions = true)
final class AuditCommand extends ApiCommand {

  private static final Pattern END =
      Pattern.compile("\\{\"end\":true,\"entries\":(\\d{1,18}),\"hash\":\"[0-9a-f]*\"}");

  @Option(names = "--verify", description = "Reads all of it and says whether it is unbroken.")
  private boolean isVerifying;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = {
        "Writes all of it to this file, a line of JSON each, the oldest first.",
        "The last line says how many there are."
      })
  private @Nullable Path file;

  @Option(names = "--run", paramLabel = "ID", description = "Only what is about this run.")
  private long run;

  @Option(names = "--by", paramLabel = "NAME", description = "Only what this person did.")
  private String by = "";

  @Option(names = "--before", paramLabel = "LINE", description = "Only older lines than this.")
  private long before;

  @Override
  JsonNode ask(ApiClient api) {
    if (file != null) {
      export(api, file);
    }
    if (isVerifying) {
      return verified(api);
    }
    return file == null
        ? api.get("/audit?run=" + run + "&before=" + before, "by", by)
        : JsonNodeFactory.instance.objectNode().put("file", file.toString());
  }

  /** The server reads all of it before it says a word. */
  private JsonNode verified(ApiClient api) {
    long begun = System.nanoTime();
    try {
      return progressLine()
          .during(
              () -> "verifying, " + Format.duration(Duration.ofNanos(System.nanoTime() - begun)),
              () -> api.get("/audit/verification"));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  void print(JsonNode answer, Texts out) {
    if (isVerifying) {
      out.line("the audit trail: " + verdict(answer));
    } else if (file != null) {
      out.line("written to " + file);
    } else {
      List<List<String>> rows = new ArrayList<>();
      answer.forEach(entry -> rows.add(row(entry)));
      out.table(List.of("LINE", "WHEN", "WHO", "WHAT", "TEXT"), rows);
    }
  }

  @Override
  ExitCode exitCode(JsonNode answer) {
    boolean isBroken = !answer.path("what").asString("").isEmpty();
    return isVerifying && isBroken ? ExitCode.FAILED : ExitCode.OK;
  }

  static String verdict(JsonNode answer) {
    String rows = String.valueOf(answer.path("rows").asLong());
    long brokenAt = answer.path("brokenAt").asLong();
    String what = answer.path("what").asString("");
    return what.isEmpty()
        ? rows + " lines, unbroken; the last one's hash is " + answer.path("hash").asString("")
        : "broken at line " + brokenAt + " after " + rows + ": " + what;
  }

  private static List<String> row(JsonNode entry) {
    return List.of(
        entry.path("id").asString(""),
        entry.path("at").asString(""),
        entry.path("by").asString(""),
        entry.path("action").asString(""),
        entry.path("text").asString(""));
  }

  /** Written aside and moved, so that half of a trail is never taken for all of it. */
  static void export(ApiClient api, Path file) {
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    try {
      try {
        try (OutputStream out = Files.newOutputStream(aside)) {
          api.download("/audit/export", out);
        }
        requireEnd(aside);
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.BAD_INPUT, file + ": cannot be written: " + e.getMessage());
    }
  }

  /** The last line says how many there are before it. */
  private static void requireEnd(Path file) throws IOException {
    long lines = 0;
    String last = "";
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines++;
        last = line;
      }
    }
    Matcher end = END.matcher(last);
    if (!end.matches() || Long.parseLong(end.group(1)) != lines - 1) {
      throw new CommandFailedException(
          ExitCode.UNREACHABLE,
          "the audit trail broke off after "
              + lines
              + " lines (expected: a last one that ends it)");
    }
  }
}
