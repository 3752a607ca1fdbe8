package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.LowtideProcess;
import dev.lowtide.it.harness.LowtideProcess.Result;
import dev.lowtide.it.harness.RunningLowtide;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as scripts use it: what it prints and how it ends. */
class CommandLineIT {

  @TempDir private Path folder;

  @BeforeEach
  void makeAccount() throws Exception {
    RunningLowtide.createTargetUser(Lab.server());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proxi: {} | :6: proxi: unknown setting",
        "target: {} | :6: ",
        "approval: maybe | :6: approval: 'maybe' (expected: required or automatic)",
        "quiet: { quietFor: soon } | :6: quiet.quietFor: 'soon' (expected: a duration",
        "quiet: { commandsInFlightMax: many } | :6: quiet.commandsInFlightMax: 'many' (expected: a whole number)",
        "shrink: { clientWaitMax: 9s } | shrink.clientWaitMax: 9s (expected: 50ms to 5s)",
        "shrink: { clientWaitMax: 3s } | shrink.clientWaitMax: 3000 ms (expected: at most shrink.holdDeadline, 2000 ms)",
        "candidates: { fileSizeMin: big } | size: 'big' (expected: a number with B, KiB",
        "candidates: [ | :",
      })
  void aConfigurationThatCannotBeUsedIsOneLineAndExitCode2(String line, String words)
      throws Exception {
    Path config = RunningLowtide.writeConfig(folder, Lab.server(), line);

    Result result = LowtideProcess.run(folder, "serve", "--config", config.toString());

    assertThat(result.err()).contains(words);
    assertRefused(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "backend: \"127.0.0.1:%d\" | backend: \"nowhere\" | 'nowhere' (expected: HOST:PORT or unix:/PATH)",
        "backend: \"127.0.0.1:%d\" | backend: \"127.0.0.1:1\" | proxy.backend: '127.0.0.1:1' cannot be reached: ",
        "password: secret | password: wrong | Access denied",
        "password: secret | passwordFile: /no/such/file | target.passwordFile: /no/such/file",
        "listen: \"127.0.0.1:0\", backend | listen: \"0.0.0.0:0\", backend | proxy.listen: 0.0.0.0 is reachable",
        "console: { listen: \"127.0.0.1:0\" } | console: { listen: \"0.0.0.0:0\" } | console.listen: 0.0.0.0 is reachable",
        "proxy:   { listen | proxy:   { tls: { mode: required }, listen | proxy.tls.mode: 'required'",
        "proxy:   { listen | proxy:   { tls: { certificate: /no/cert, key: /no/key }, listen | proxy.tls.certificate: /no/cert (expected: a file; there is none)",
        "state:   { directory: \"%s\" } | state: { directory: \"/proc/lowtide\" } | state.directory: /proc/lowtide (expected: a directory that can be written)",
        "jdbc:h2:file: | jdbc:oracle:thin: | store.url: 'jdbc:oracle",
        "jdbc:h2:file: | jdbc:h2:file:/proc/ | store.url: 'jdbc:h2:file:/proc/",
      })
  void whatCannotBeReachedOrIsNotSafeIsRefusedInWords(String setting, String instead, String words)
      throws Exception {
    Path config = RunningLowtide.writeConfig(folder, Lab.server());
    String text = Files.readString(config);
    String old =
        setting
            .strip()
            .replace("%d", String.valueOf(Lab.server().port()))
            .replace("%s", folder.toString());
    assertThat(text).contains(old);
    Files.writeString(config, text.replace(old, instead.strip()));

    Result result = LowtideProcess.run(folder, "serve", "--config", config.toString());

    assertThat(result.err()).contains(words.strip());
    assertRefused(result);
  }

  @Test
  void missingRightsAreNamedWithTheStatementThatGivesThem() throws Exception {
    try (Connection server = Lab.server().connect()) {
      Lab.execute(
          server,
          "DROP USER IF EXISTS poor",
          "CREATE USER poor IDENTIFIED BY 'secret'",
          "GRANT SELECT ON *.* TO poor");
    }
    Path config = RunningLowtide.writeConfig(folder, Lab.server());
    Files.writeString(config, Files.readString(config).replace("user: lowtide", "user: poor"));

    Result result = LowtideProcess.run(folder, "serve", "--config", config.toString());

    assertThat(result.err())
        .contains("lacks INSERT, CREATE, ALTER, PROCESS, SHOW VIEW, TRIGGER")
        .contains(
            "GRANT SELECT, INSERT, CREATE, ALTER, PROCESS, SHOW VIEW, TRIGGER, UPDATE, DELETE, DROP,"
                + " INDEX, LOCK TABLES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'poor'@'%'");
    assertRefused(result);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path config = RunningLowtide.writeConfig(folder, Lab.server());
      String text = Files.readString(config);
      Files.writeString(
          config,
          text.replace(
              "console: { listen: \"127.0.0.1:0\" }",
              "console: { listen: \"127.0.0.1:" + taken.getLocalPort() + "\" }"));

      Result result = LowtideProcess.run(folder, "serve", "--config", config.toString());

      assertThat(result.err()).contains("console.listen").contains("" + taken.getLocalPort());
      assertThat(result.out() + result.err()).doesNotContain("proxy listens on");
      assertThat(folder.resolve("cli-token")).doesNotExist();
      assertRefused(result);
    }
  }

  @Test
  void clientsAreLetInWhenAllElseIsUp() throws Exception {
    Path config = RunningLowtide.writeConfig(folder, Lab.server());
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config);
        DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "serve-*.err")) {
      assertThat(lowtide.printed()).contains("ready");
      assertThat(logs.iterator().next())
          .content()
          .containsSubsequence("console listens on", "proxy listens on");
    }
  }

  @Test
  void withoutAServerCommandsSayWhatIsMissing() throws Exception {
    Result result = LowtideProcess.run(folder, "status");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("LOWTIDE_URL and LOWTIDE_TOKEN");
    assertThat(result.err().lines()).hasSize(1);
  }

  @Test
  void commandsOnARunningLowtide() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "commanded");
    }
    Path config =
        RunningLowtide.writeConfig(folder, Lab.server(), "candidates: { fileSizeMin: 1MiB }");
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      assertThat(lowtide.printed("set up")).contains("/welcome/");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("cli-token"))))
          .isEqualTo("rw-------");

      assertThat(lowtide.run("version").out()).startsWith("Lowtide ");
      assertThat(lowtide.run("status").out())
          .contains("verdict")
          .contains("CONDITION ")
          .contains("sight ");
      assertThat(lowtide.run("sessions", "--json").out().strip()).isEqualTo("[ ]");
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(lowtide.run("candidates").out()).contains("lab.commanded"));
      assertThat(lowtide.run("spaces").out()).contains("undo:innodb_undo_001", "binlog:*");
      assertThat(lowtide.run("plan", "lab.commanded").out())
          .contains("LOCK TABLES `lab`.`commanded` WRITE")
          .contains("check passed");

      Result missing = lowtide.run("shrink", "lab.missing");
      assertThat(missing.err()).contains("table lab.missing does not exist");
      assertRefused(missing);
      Result nonsense = lowtide.run("shrink", "nonsense");
      assertThat(nonsense.err()).contains("'nonsense' (expected: SCHEMA.TABLE)");
      assertRefused(nonsense);

      assertThat(lowtide.run("shrink", "lab.commanded").out())
          .contains("run 1")
          .contains("proposed");
      Result own = lowtide.run("approve", "1");
      assertThat(own.err()).contains("other than the requester");
      assertRefused(own);
      for (String decision : List.of("pause", "resume")) {
        Result refused = lowtide.run(decision, "1");
        assertThat(refused.err()).contains("run 1 is PROPOSED (expected: a copy at work)");
        assertRefused(refused);
      }
      assertThat(lowtide.run("revert", "1").err()).contains("run 1 keeps no old table in step");
      assertThat(lowtide.run("drop-old", "1").err()).contains("run 1 keeps no old table");
      assertThat(lowtide.run("old-tables").out()).startsWith("RUN  TABLE  KEPT AS");
      assertThat(lowtide.run("reject", "1", "--why", "no").out()).contains("rejected");
      assertThat(lowtide.run("report", "1").exitCode()).isEqualTo(2);
      assertThat(lowtide.run("approve", "77").err()).contains("run 77 does not exist");
    }
  }

  /** One line for people, and nothing half-started behind it. */
  private static void assertRefused(Result result) {
    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(result.err().lines().filter(line -> line.startsWith("lowtide: "))).hasSize(1);
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(result.out()).doesNotContain("ready");
  }
}
