package dev.lowtide.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbCommandTest {

  @TempDir private Path folder;

  private final InputStream systemIn = System.in;
  private final PrintStream systemOut = System.out;
  private final PrintStream systemErr = System.err;
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void configure() throws IOException {
    write("one");
    write("other");
  }

  @AfterEach
  void giveBack() {
    System.setIn(systemIn);
    System.setOut(systemOut);
    System.setErr(systemErr);
  }

  @Test
  void aStoreIsMadeLookedAtAndTakenBack() {
    assertThat(run("", "status", "one")).isZero();
    assertThat(out.toString(UTF_8)).contains("none yet").contains("nobody");

    assertThat(run("", "init", "one")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("the store has schema ");

    assertThat(run("", "init", "one")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("(expected: none yet; see db migrate)");

    assertThat(run("", "status", "one", "--json")).isZero();
    assertThat(out.toString(UTF_8)).contains("\"pending\" : [ ]").contains("\"run_step\" : 0");

    assertThat(run("", "migrate", "one", "--to", "0")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("the store has no schema now");
  }

  @Test
  void whatWouldBeLostIsSaidFirst() {
    run("", "init", "one");
    assertThat(run("INSERT INTO store (id) VALUES ('me');", "console", "one", "--write")).isZero();
    assertThat(out.toString(UTF_8)).contains("1 rows changed");

    assertThat(run("", "migrate", "one", "--to", "1")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains("lowtide: going back to schema 1 would lose 1 rows of store");

    assertThat(run("", "migrate", "one", "--to", "1", "--yes")).isZero();
    assertThat(run("", "migrate", "one")).isZero();
    assertThat(run("", "migrate", "one", "--to", "99")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("version: 99 (expected: 0 to ");
  }

  @Test
  void aBackupFillsAnotherStore() {
    run("", "init", "one");
    run("INSERT INTO store (id) VALUES ('me');", "console", "one", "--write");
    String file = folder.resolve("backup.zip").toString();

    assertThat(run("", "backup", "one", file)).isZero();
    assertThat(run("", "restore", "other", file)).isZero();
    assertThat(out.toString(UTF_8)).startsWith("2 rows are restored: ");
    assertThat(run("", "restore", "other", file)).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualTo("lowtide: the store has rows in store (expected: an empty store)\n");
    assertThat(run("SELECT id FROM store;", "console", "other")).isZero();
    assertThat(out.toString(UTF_8)).contains("me").contains("1 rows");
  }

  @Test
  void thePromptReadsWhatIsAskedAndChangesNothing() {
    run("", "init", "one");

    assertThat(run("SELECT\n  1 + 1;\nDELETE FROM run;\nnonsense;\n", "console", "one")).isZero();

    assertThat(out.toString(UTF_8)).contains("2\n").contains("refused: ");
    assertThat(out.toString(UTF_8).lines().filter(line -> line.startsWith("refused"))).hasSize(2);
  }

  @Test
  void aCommandMustBeNamed() {
    assertThat(Main.run("db")).isEqualTo(2);
  }

  private int run(String input, String command, String store, String... more) {
    out = new ByteArrayOutputStream();
    err = new ByteArrayOutputStream();
    System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    String[] arguments = new String[4 + more.length];
    arguments[0] = "db";
    arguments[1] = command;
    arguments[2] = "--config";
    arguments[3] = folder.resolve(store + ".yaml").toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Main.run(arguments);
  }

  private void write(String name) throws IOException {
    Files.writeString(
        folder.resolve(name + ".yaml"),
        Configs.LEAST + "store: { url: \"jdbc:h2:file:" + folder.resolve(name) + "\" }\n");
  }
}
