package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.relay.BackendAddress.Tcp;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

  @TempDir private Path folder;
  private Configs configs;

  @BeforeEach
  void setUp() {
    configs = new Configs(folder);
  }

  @Test
  void readsEverySetting() throws Exception {
    AppConfig config =
        configs.read(
            """
            # Comments and empty lines do not count.

            proxy:
              listen: 127.0.0.1:3307
              backend: "[::1]:3306"
              clientNetworks: [ 10.0.0.0/8, "2001:db8::/32" ]
              proxyProtocol: { from: [ 10.1.0.0/16 ], toBackend: v1 }
              sessionsMax: 100
              dialTimeout: 1s
              loginTimeout: PT20S
              drainFor: 3s
              eventLoops: 2
              tls:
                mode: as-client
                clients: verify-ca
                backend: off
                certificate: cert.pem
                key: key.pem
                clientCa: clients.pem
                backendCa: backends.pem
                backendCertificate: ours.pem
                backendKey: ours-key.pem
            target: { address: "db:3306", user: lowtide, passwordFile: /run/secret, replicas: [ "db2:3306" ], dataDirectory: /mnt/db }
            console: { listen: "127.0.0.1:8081", publicUrl: "https://lowtide.example.com" }
            store: { url: "jdbc:h2:mem:store" }
            approval: automatic
            shrink: { clientWaitMax: 200ms, holdDeadline: 1s, attemptsMax: 5, retryAfter: 1m }
            copy:
              cutOverMax: 100ms
              keepOldFor: 7d
              keepInStep: true
              diskReserve: 2GiB
              spoolMax: 3GiB
              replicaLagMax: 4s
              unwatchedReplicas: refused
              shareWithClientsMax: 31
              threadsRunningMax: 32
              commandsInFlightMax: 33
              slowerThanUsualMax: 3.5
              historyLengthMax: 34
              checkpointAgePercentMax: 35
              breakerStandstillsMax: 36
              breakerOpenFor: 37s
              breakerOpenForMax: 38s
            quiet:
              quietFor: 10s
              statementsPerSecondMax: 12.5
              commandsInFlightMax: 3
              slowerThanUsualMax: 1.5
              slowFloor: 40ms
              threadsRunningMax: 2
              openTransactionsMax: 6
              transactionAgeMax: 7s
              replicaLagMax: 9s
              historyLengthMax: 700
              checkpointAgePercentMax: 50
              readViewAgeMax: 300ms
              tableUnwrittenFor: 8s
            candidates: { fileSizeMin: 1GiB, percentMin: 30, tablesMax: 9, paybackMin: 10d, measureEvery: 12h, historyFor: 90d }
            load: { fineFor: 11d, coarseFor: 12d, historyFor: 13d, runsFor: 14d }
            state: { directory: /var/lib/lowtide }
            webhooks:
              - { url: "https://chat.example/x", secret: hush, secretFile: /s, events: [run.failed] }
            log: { format: json, level: warn }
            """);

    assertThat(config)
        .isEqualTo(
            new AppConfig(
                new AppConfig.Proxy(
                    new HostPort("127.0.0.1", 3307),
                    new Tcp("::1", 3306),
                    List.of("10.0.0.0/8", "2001:db8::/32"),
                    new AppConfig.ProxyProtocol(List.of("10.1.0.0/16"), AppConfig.ToBackend.V1),
                    100,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(3),
                    2,
                    new AppConfig.Tls(
                        "as-client",
                        "verify-ca",
                        "off",
                        "cert.pem",
                        "key.pem",
                        "clients.pem",
                        "backends.pem",
                        "ours.pem",
                        "ours-key.pem")),
                new AppConfig.Target(
                    new HostPort("db", 3306),
                    "lowtide",
                    null,
                    "/run/secret",
                    List.of(new HostPort("db2", 3306)),
                    "/mnt/db"),
                new AppConfig.Console(
                    new HostPort("127.0.0.1", 8081), "https://lowtide.example.com"),
                new AppConfig.Store("jdbc:h2:mem:store", null, null, null),
                ApprovalSection.of("automatic"),
                new AppConfig.Shrink(
                    Duration.ofMillis(200), Duration.ofSeconds(1), 5, Duration.ofMinutes(1)),
                new AppConfig.Copy(
                    Duration.ofMillis(100),
                    Duration.ofDays(7),
                    true,
                    ByteSize.ofMebibytes(2048),
                    ByteSize.ofMebibytes(3072),
                    Duration.ofSeconds(4),
                    AppConfig.UnwatchedReplicas.REFUSED,
                    31,
                    32,
                    33,
                    3.5,
                    34,
                    35,
                    36,
                    Duration.ofSeconds(37),
                    Duration.ofSeconds(38)),
                new AppConfig.Quiet(
                    Duration.ofSeconds(10),
                    12.5,
                    3,
                    1.5,
                    Duration.ofMillis(40),
                    2,
                    6,
                    Duration.ofSeconds(7),
                    Duration.ofSeconds(9),
                    700,
                    50,
                    Duration.ofMillis(300),
                    Duration.ofSeconds(8)),
                new AppConfig.Candidates(
                    ByteSize.ofMebibytes(1024),
                    30,
                    9,
                    Duration.ofDays(10),
                    Duration.ofHours(12),
                    Duration.ofDays(90)),
                new AppConfig.Load(
                    Duration.ofDays(11),
                    Duration.ofDays(12),
                    Duration.ofDays(13),
                    Duration.ofDays(14)),
                new AppConfig.State("/var/lib/lowtide"),
                List.of(
                    new AppConfig.Webhook(
                        "https://chat.example/x", "hush", "/s", List.of("run.failed"))),
                new AppConfig.Log(AppConfig.LogFormat.JSON, AppConfig.LogLevel.WARN)));
  }

  @Test
  void whatIsLeftOutIsLeftOpen() throws Exception {
    AppConfig config = configs.read("quiet:\n  quietFor:\nlog: {}\n");

    assertThat(config.proxy()).isNull();
    assertThat(config.quiet())
        .isEqualTo(
            new AppConfig.Quiet(
                null, null, null, null, null, null, null, null, null, null, null, null, null));
    assertThat(config.log()).isEqualTo(new AppConfig.Log(null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123", "1_000", "1e3", "0x10", "true", "no", "12:30", "1.50"})
  void aPasswordIsReadAsItIsWritten(String password) throws Exception {
    AppConfig config = configs.read("target: { password: " + password + " }");

    assertThat(Objects.requireNonNull(config.target()).password()).isEqualTo(password);
  }

  @Test
  void doesNotShowThePassword() throws Exception {
    assertThat(configs.read(Configs.LEAST).toString())
        .contains("user=lowtide")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proxi: {} | proxi: unknown setting (expected: one of approval, candidates, console, copy,"
            + " load, log, proxy, quiet, shrink, state, store, target, webhooks)",
        "approval: maybe | approval: 'maybe' (expected: required or automatic)",
        "log: { level: loud } | log.level: 'loud' (expected: debug or info or warn)",
        "log: { format: xml } | log.format: 'xml' (expected: text or json)",
        "quiet: { quietFor: 5 } | quiet.quietFor: '5' (expected: a duration such as 500ms, 2s, 5m,"
            + " 72h or 7d)",
        "copy: { keepInStep: maybe } | copy.keepInStep: 'maybe' (expected: true or false)",
        "quiet: { threadsRunningMax: many } | quiet.threadsRunningMax: 'many' (expected: a whole"
            + " number)",
        "quiet: { threadsRunningMax: 1.5 } | quiet.threadsRunningMax: '1.5' (expected: a whole"
            + " number)",
        "quiet: { statementsPerSecondMax: few } | quiet.statementsPerSecondMax: 'few' (expected: a"
            + " number)",
        "candidates: { fileSizeMin: big } | candidates.fileSizeMin: size: 'big' (expected: a number"
            + " with B, KiB, MiB, GiB or TiB)",
        "console: { listen: 8080 } | console.listen: '8080' (expected: HOST:PORT)",
        "console: { tls: on } | console.tls: unknown setting (expected: one of listen, publicUrl)",
      })
  void aValueThatCannotBeUsedIsNamedWithItsLine(String line, String words) {
    assertThatThrownBy(() -> configs.read(Configs.LEAST + line))
        .isInstanceOf(ConfigException.class)
        .hasMessage(configs.file() + ":6: " + words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proxy: nowhere | proxy: ",
        "proxy: [ 1 ] | proxy: ",
        "proxy: { sessionsMax: true } | proxy.sessionsMax: ",
        "proxy: { sessionsMax: [ 1 ] } | proxy.sessionsMax: ",
        "proxy: { sessionsMax: 99999999999 } | proxy.sessionsMax: ",
        "proxy: { clientNetworks: 10.0.0.0/8 } | proxy.clientNetworks: ",
        "proxy: { backend: { host: db } } | proxy.backend: ",
        "shrink: { retryAfter: [ 1s ] } | shrink.retryAfter: ",
        "approval: { by: ann } | approval.by: ",
        "target: { user: [ ann ] } | target.user: ",
      })
  void aValueOfTheWrongKindIsRefusedWithWhatWasExpected(String line, String setting) {
    assertThatThrownBy(() -> configs.read("\n" + line))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(configs.file() + ":2: " + setting)
        .hasMessageContaining("expected: ")
        .message()
        .doesNotContain("java.", "dev.lowtide", "JsonToken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "'1'"})
  void whoApprovesIsNotANumber(String number) {
    assertThatThrownBy(() -> configs.read("approval: " + number))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("(expected: required or automatic)");
  }

  @Test
  void aSettingThatIsThereTwiceIsRefused() {
    assertThatThrownBy(() -> configs.read(Configs.LEAST + "\nproxy: {}\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(configs.file() + ":7: ")
        .hasMessageContaining("uplicate")
        .hasMessageContaining("proxy");
  }

  @Test
  void aSettingThatIsThereTwiceInItsSectionIsRefusedWhereItIsThereAgain() {
    assertThatThrownBy(() -> configs.read(Configs.LEAST + "  user: ann\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(configs.file() + ":6: ")
        .hasMessageContaining("uplicate")
        .hasMessageContaining("user");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing yet\n", "---\n", "null\n"})
  void anEmptyFileIsRefusedWithWhatItNeeds(String text) {
    assertThatThrownBy(() -> configs.read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(configs.file() + ":1: empty (expected: at least proxy and target)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "- proxy", "5"})
  void aFileWithoutSettingsIsRefusedInOurWords(String text) {
    assertThatThrownBy(() -> configs.read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(configs.file() + ":1: ")
        .hasMessageContaining("expected: ")
        .message()
        .doesNotContain("java.", "dev.lowtide", "JsonToken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\tpassword: secret' | TAB",
        "'  password: @secret' | character '@'",
        "'  password: }' | found '}'",
        "'  password: a: b' | mapping values are not allowed",
      })
  void whatIsNotYamlIsNamedWithItsOwnLine(String line, String words) {
    assertThatThrownBy(() -> configs.read("proxy: {}\n\ntarget:\n  user: lowtide\n" + line + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(configs.file() + ":5: ")
        .hasMessageContaining(words)
        .message()
        .hasLineCount(1);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> ConfigReader.read(folder.resolve("missing.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            folder.resolve("missing.yaml") + ": no such file (expected: a configuration file)");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("lowtide.d"));

    assertThatThrownBy(() -> ConfigReader.read(directory))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(directory + ": cannot be read: ");
  }
}
