package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.ProxyConfig;
import dev.lowtide.proxy.ProxyProtocolConfig;
import dev.lowtide.proxy.TlsConfig;
import dev.lowtide.proxy.hold.HoldRequest;
import dev.lowtide.proxy.relay.BackendAddress;
import dev.lowtide.proxy.relay.BackendAddress.Tcp;
import dev.lowtide.proxy.relay.BackendAddress.UnixSocket;
import dev.lowtide.proxy.relay.BackendTls;
import dev.lowtide.proxy.relay.ClientTls;
import dev.lowtide.proxy.relay.ProxyProtocol.ToBackend;
import dev.lowtide.scheduler.CopyConfig;
import dev.lowtide.scheduler.CopyLimits;
import dev.lowtide.scheduler.LoadRetention;
import dev.lowtide.scheduler.SchedulerConfig;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.copy.GovernorPolicy;
import dev.lowtide.scheduler.journal.StoreConfig;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @TempDir private Path folder;
  private Configs configs;

  @BeforeEach
  void setUp() {
    configs = new Configs(folder);
  }

  @Test
  void theLeastIsEnoughForAllTheRest() throws Exception {
    Settings settings = configs.settings(Configs.LEAST);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                new ProxyConfig(
                    address("127.0.0.1", 3307),
                    new Tcp("127.0.0.1", 3306),
                    List.of(),
                    ProxyProtocolConfig.OFF,
                    4096,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    TlsConfig.AS_CLIENT,
                    folder,
                    Runtime.getRuntime().availableProcessors(),
                    List.of("lowtide", "lowtide_new", "lowtide_old")),
                Duration.ofSeconds(10),
                new TargetConfig("127.0.0.1", 3306, "lowtide", "secret", TargetConfig.CONNECTIONS),
                address("127.0.0.1", 8080),
                null,
                StoreConfig.of("jdbc:h2:file:./lowtide"),
                new SchedulerConfig(
                    QuietPolicy.DEFAULT,
                    CandidatePolicy.DEFAULT,
                    new ApprovalPolicy(
                        false, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME),
                    Duration.ofMillis(500),
                    HoldRequest.DEFAULT_DEADLINE,
                    10,
                    Duration.ofSeconds(30),
                    CopyConfig.DEFAULT,
                    CopyLimits.DEFAULT),
                LoadRetention.DEFAULT,
                List.of(),
                folder));
  }

  @Test
  void everySettingGoesWhereItBelongs() throws Exception {
    Settings settings =
        configs.settings(
            """
            proxy:
              listen: "127.0.0.2:3308"
              backend: "127.0.0.3:3309"
              clientNetworks: [ 10.0.0.0/8 ]
              proxyProtocol: { from: [ 10.1.0.0/16 ], toBackend: v2 }
              sessionsMax: 11
              dialTimeout: 12s
              loginTimeout: 13s
              drainFor: 14s
              eventLoops: 15
              tls: { mode: as-client, certificate: cert.pem, key: key.pem }
            target: { address: "127.0.0.4:3310", user: ann, password: geheim, replicas: [ "10.0.0.40:3341" ] }
            console: { listen: "127.0.0.5:8081", publicUrl: "https://lowtide.example.com" }
            store: { url: "jdbc:h2:mem:store" }
            approval: automatic
            shrink: { clientWaitMax: 1600ms, holdDeadline: 1700ms, attemptsMax: 18, retryAfter: 19s }
            copy:
              cutOverMax: 350ms
              keepOldFor: 36h
              keepInStep: true
              diskReserve: 37MiB
              spoolMax: 38MiB
              replicaLagMax: 39s
              unwatchedReplicas: allowed
              shareWithClientsMax: 40
              threadsRunningMax: 41
              commandsInFlightMax: 42
              slowerThanUsualMax: 4.5
              historyLengthMax: 43
              checkpointAgePercentMax: 44
              breakerStandstillsMax: 45
              breakerOpenFor: 46s
              breakerOpenForMax: 47m
            quiet:
              quietFor: 20s
              statementsPerSecondMax: 21.5
              commandsInFlightMax: 22
              slowerThanUsualMax: 2.5
              slowFloor: 29ms
              threadsRunningMax: 23
              openTransactionsMax: 30
              transactionAgeMax: 24s
              replicaLagMax: 31s
              historyLengthMax: 32
              checkpointAgePercentMax: 33
              readViewAgeMax: 34s
              tableUnwrittenFor: 25s
            candidates: { fileSizeMin: 26MiB, percentMin: 27, tablesMax: 28, paybackMin: 39d, measureEvery: 40h, historyFor: 41d }
            load: { fineFor: 50h, coarseFor: 51d, historyFor: 52d, runsFor: 53d }
            state: { directory: state }
            """);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                new ProxyConfig(
                    address("127.0.0.2", 3308),
                    new Tcp("127.0.0.3", 3309),
                    List.of("10.0.0.0/8"),
                    new ProxyProtocolConfig(List.of("10.1.0.0/16"), ToBackend.V2),
                    11,
                    Duration.ofSeconds(12),
                    Duration.ofSeconds(13),
                    new TlsConfig(
                        ClientTls.PREFERRED,
                        BackendTls.AS_CLIENT,
                        Path.of("cert.pem"),
                        Path.of("key.pem"),
                        null,
                        null,
                        null,
                        null),
                    Path.of("state"),
                    15,
                    List.of("lowtide", "lowtide_new", "lowtide_old")),
                Duration.ofSeconds(14),
                new TargetConfig("127.0.0.4", 3310, "ann", "geheim", TargetConfig.CONNECTIONS),
                address("127.0.0.5", 8081),
                URI.create("https://lowtide.example.com"),
                StoreConfig.of("jdbc:h2:mem:store"),
                new SchedulerConfig(
                    new QuietPolicy(
                        Duration.ofSeconds(20),
                        21.5,
                        22,
                        2.5,
                        Duration.ofMillis(29),
                        23,
                        30,
                        Duration.ofSeconds(24),
                        Duration.ofSeconds(31),
                        32,
                        33,
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(34),
                        QuietPolicy.DEFAULT.signalAgeMax()),
                    new CandidatePolicy(
                        ByteSize.ofMebibytes(26),
                        27,
                        28,
                        Duration.ofDays(39),
                        Duration.ofHours(40),
                        Duration.ofDays(41)),
                    new ApprovalPolicy(
                        true, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME),
                    Duration.ofMillis(1600),
                    Duration.ofMillis(1700),
                    18,
                    Duration.ofSeconds(19),
                    new CopyConfig(
                        Duration.ofMillis(350),
                        Duration.ofHours(36),
                        true,
                        ByteSize.ofMebibytes(37),
                        ByteSize.ofMebibytes(38),
                        true,
                        List.of(new CopyConfig.Replica("10.0.0.40", 3341))),
                    new CopyLimits(
                        new GovernorPolicy(0.4, 45, Duration.ofSeconds(46), Duration.ofMinutes(47)),
                        41,
                        42,
                        4.5,
                        43,
                        44,
                        Duration.ofSeconds(39))),
                new LoadRetention(
                    Duration.ofHours(50),
                    Duration.ofDays(51),
                    Duration.ofDays(52),
                    Duration.ofDays(53)),
                List.of(),
                Path.of("state")));
  }

  @Test
  void oneQuietSettingLeavesTheOthersAtTheirDefaults() throws Exception {
    QuietPolicy quiet =
        configs.settings(Configs.with("quiet.commandsInFlightMax", "7")).scheduler().quiet();

    assertThat(quiet)
        .usingRecursiveComparison()
        .ignoringFields("commandsInFlightMax")
        .isEqualTo(QuietPolicy.DEFAULT);
    assertThat(quiet.commandsInFlightMax()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shareWithClientsMax | 1 | 1 (expected: 2 to 100)",
        "shareWithClientsMax | 101 | 101 (expected: 2 to 100)",
        "threadsRunningMax | 0 | 0 (expected: 1 to 100000)",
        "commandsInFlightMax | 100001 | 100001 (expected: 1 to 100000)",
        "slowerThanUsualMax | 1 | 1.0 (expected: 1.01 to 1000.0)",
        "historyLengthMax | 0 | 0 (expected: 1 to 1000000000)",
        "checkpointAgePercentMax | 101 | 101 (expected: 1 to 100)",
        "replicaLagMax | 0s | 0s (expected: 1s to 24h)",
        "breakerStandstillsMax | 1001 | 1001 (expected: 0 to 1000)",
        "breakerOpenFor | 0s | 0s (expected: 1s to 1h)",
        "breakerOpenForMax | 25h | 25h (expected: 1s to 24h)",
        "breakerOpenForMax | 9s | 9s (expected: at least copy.breakerOpenFor, 10s)",
      })
  void whatACopyMayDemandHasLimits(String setting, String value, String expected) {
    assertThatThrownBy(() -> configs.settings(Configs.with("copy." + setting, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("copy." + setting + ": " + expected);
  }

  @Test
  void aReadViewMayBeAsOldAsAHoldCanWaitUnlessItIsSaidOtherwise() throws Exception {
    QuietPolicy quiet =
        configs.settings(Configs.with("shrink.clientWaitMax", "800ms")).scheduler().quiet();

    assertThat(quiet.readViewAgeMax()).isEqualTo(Duration.ofMillis(800));
  }

  @Test
  void aPersonApprovesUnlessItIsSaidOtherwise() throws Exception {
    Settings settings = configs.settings(Configs.LEAST + "approval: required\n");

    assertThat(settings.scheduler().approval().isAutomatic()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "target: { user: ann, password: x } | proxy",
        "proxy: { backend: \"127.0.0.1:3306\" } | target",
        "{ proxy: { listen: \"127.0.0.1:0\" }, target: { user: ann, password: x } } |"
            + " proxy.backend",
        "{ proxy: { backend: \"127.0.0.1:3306\" }, target: { password: x } } | target.user",
      })
  void whatHasNoDefaultIsAskedFor(String text, String setting) {
    assertThatThrownBy(() -> configs.settings(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(setting + ": missing (expected: a value)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "[::]", "[2001:db8::1]"})
  void theConsoleListensBeyondLoopbackOnlyBehindTls(String host) throws Exception {
    String text = Configs.with("console.listen", "\"" + host + ":8080\"");

    assertThatThrownBy(() -> configs.settings(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("console.listen: ")
        .hasMessageContaining("(expected: a loopback address, or console.publicUrl with https://");
    assertThat(configs.settings(text + "  publicUrl: https://lowtide.example.com\n"))
        .extracting(Settings::consolePublicUrl)
        .isEqualTo(URI.create("https://lowtide.example.com"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://lowtide.example.com",
        "lowtide.example.com",
        "https://",
        "https:/x",
        "a b"
      })
  void thePublicUrlIsOneThatSpeaksTls(String url) {
    assertThatThrownBy(() -> configs.settings(Configs.with("console.publicUrl", "\"" + url + "\"")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("console.publicUrl: '" + url + "' (expected: https://HOST)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "[::]"})
  void theProxyListensBeyondLoopbackOnlyForNetworksThatAreNamed(String host) throws Exception {
    String text = Configs.with("proxy.listen", "\"" + host + ":3307\"");

    assertThatThrownBy(() -> configs.settings(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("proxy.listen: ")
        .hasMessageContaining("(expected: a loopback address, or proxy.clientNetworks");
    String named = text.replace("proxy:\n", "proxy:\n  clientNetworks: [ 10.0.0.0/8 ]\n");
    assertThat(configs.settings(named).proxy().clientNetworks()).containsExactly("10.0.0.0/8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "10.0.0.0", "10.0.0.0/33", "null"})
  void aClientNetworkThatIsNoneIsNamedBeforeAnythingIsBegun(String network) {
    String text = Configs.with("proxy.clientNetworks", "[ 10.0.0.0/8, " + network + " ]");

    assertThatThrownBy(() -> configs.settings(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("proxy.clientNetworks: ")
        .hasMessageContaining(network)
        .hasMessageContaining("expected: ");
  }

  @Test
  void aBalancersNetworkThatIsNoneIsNamed() {
    String text = Configs.with("proxy.proxyProtocol", "{ from: [ nonsense ] }");

    assertThatThrownBy(() -> configs.settings(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "proxy.proxyProtocol.from: 'nonsense' (expected: CIDR notation, such as 10.0.0.0/8)");
  }

  @Test
  void aUnixSocketNeedsAnotherWayForPlanning() throws Exception {
    String text = Configs.LEAST.replace("127.0.0.1:3306", "unix:/run/mysqld.sock");

    assertThatThrownBy(() -> configs.settings(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("target.address: missing (expected: HOST:PORT of the same server");
    Settings settings =
        configs.settings(text.replace("target:\n", "target:\n  address: \"127.0.0.1:3306\"\n"));
    assertThat(settings.proxy().backend())
        .isEqualTo(new UnixSocket(Path.of("/run/mysqld.sock")))
        .matches(BackendAddress::isSecret);
    assertThat(settings.target().port()).isEqualTo(3306);
  }

  @Test
  void aUnixSocketHasNoHostNameToVerify() {
    String text =
        Configs.with("proxy.tls", "{ backend: verify-identity, backendCa: ca.pem }")
            .replace("127.0.0.1:3306", "unix:/run/mysqld.sock")
            .replace("target:\n", "target:\n  address: \"127.0.0.1:3306\"\n");

    assertThatThrownBy(() -> configs.settings(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("proxy.tls.backend: 'verify-identity' (expected: another mode");
  }

  @Test
  void stateIsWhereTheCommandLineLooksForItUnlessItIsSaidOtherwise() throws Exception {
    AppConfig config = configs.read(Configs.LEAST + "state: {}\n");

    assertThat(Settings.of(config, Map.of("LOWTIDE_HOME", "/srv/lowtide")).stateDirectory())
        .isEqualTo(Path.of("/srv/lowtide"));
    assertThat(Settings.of(config, Map.of()).stateDirectory())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".lowtide"));
  }

  private static InetSocketAddress address(String host, int port) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }
}
