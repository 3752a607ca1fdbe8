package dev.lowtide.it.harness;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A MariaDB server with TLS: the one that is installed, or the one of the machine's distribution
 * (10.11 in Debian 12), fetched.
 */
public final class MariaDbServer extends LocalServer {

  private MariaDbServer(int port, Path folder, ServerProcess process) {
    super(port, folder, process);
  }

  public static MariaDbServer start() throws Exception {
    Distribution distribution = distribution();
    Path folder = Files.createTempDirectory("lowtide-mariadb-");
    initialize(distribution, folder);
    X509Bundle certificate =
        new CertificateBuilder()
            .subject("CN=mariadb")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    int port = freePort();
    List<String> command = command(distribution, folder);
    command.addAll(
        List.of(
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--socket=" + folder.resolve("s"),
            "--pid-file=" + folder.resolve("pid"),
            "--local-infile=ON",
            "--max-allowed-packet=64M",
            "--character-set-server=utf8mb4",
            "--ssl-cert=" + write(folder, "cert.pem", certificate.getCertificatePathPEM()),
            "--ssl-key=" + write(folder, "key.pem", certificate.getPrivateKeyPEM())));
    ServerProcess process = ServerProcess.start(command, folder, distribution.environment());
    process.awaitLine(READY);
    return new MariaDbServer(port, folder, process);
  }

  @Override
  public Connection connect() throws SQLException {
    return connect(port(), user(), password(), "");
  }

  /** By the driver that knows what only MariaDB has. */
  public static Connection connect(int port, String user, String password, String options)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + port + "/?" + options, user, password);
  }

  /** Where a server's programs, messages and plugins lie. */
  private record Distribution(
      Path program, Path base, Path plugins, Map<String, String> environment) {

    /** Some distributions, and later versions, have taken leave of the old name. */
    Path share() {
      Path former = base.resolve("share/mysql");
      return Files.exists(former.resolve("errmsg-utf8.txt"))
          ? former
          : base.resolve("share/mariadb");
    }

    Path script(String name) {
      Path former = share().resolve("mysql_" + name);
      return Files.exists(former) ? former : share().resolve("mariadb_" + name);
    }
  }

  /** The plugins are in another package than the server, one that wants much else. */
  private static Distribution distribution() throws IOException, InterruptedException {
    Optional<Path> installed = Commands.find("mariadbd");
    if (installed.isPresent()) {
      Path base = installed.get().toRealPath().resolve("../..").normalize();
      return new Distribution(installed.get(), base, base.resolve("lib/mysql/plugin"), Map.of());
    }
    Path unpacked =
        DebianPackages.unpacked(
            "mariadb-server", List.of("mariadb-server-core"), List.of("mariadb-server"));
    Path base = unpacked.resolve("usr");
    return new Distribution(
        base.resolve("sbin/mariadbd"),
        base,
        base.resolve("lib/mysql/plugin"),
        DebianPackages.environment(unpacked));
  }

  /**
   * What mariadb-install-db does, which does not find its things anywhere but where it was built
   * for.
   */
  private static void initialize(Distribution distribution, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectory(folder.resolve("data"));
    List<String> command = command(distribution, folder);
    command.add("--bootstrap");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(distribution.environment());
    Path statements = write(folder, "bootstrap.sql", bootstrap(distribution));
    Commands.Output output = Commands.run(builder, statements);
    if (!output.isGood()) {
      throw new IOException("mariadbd --bootstrap failed:\n" + output.text());
    }
  }

  private static String bootstrap(Distribution distribution) throws IOException {
    StringBuilder sql =
        new StringBuilder(
            """
            CREATE DATABASE mysql;
            USE mysql;
            SET @skip_auth_anonymous = 1;
            SET @auth_root_socket = NULL;
            """);
    for (String file :
        List.of("system_tables.sql", "performance_tables.sql", "system_tables_data.sql")) {
      Files.readAllLines(distribution.script(file)).stream()
          .filter(line -> !line.contains("@current_hostname"))
          .forEach(line -> sql.append(line).append('\n'));
    }
    return sql.toString();
  }

  private static List<String> command(Distribution distribution, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(distribution.program().toString());
    command.add("--no-defaults");
    command.add("--basedir=" + distribution.base());
    command.add("--lc-messages-dir=" + distribution.share());
    command.add("--plugin-dir=" + distribution.plugins());
    command.add("--datadir=" + folder.resolve("data"));
    command.add("--innodb-log-file-size=8M");
    Path charsets = distribution.share().resolve("charsets");
    if (Files.exists(charsets)) {
      command.add("--character-sets-dir=" + charsets);
    }
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    return command;
  }

  private static Path write(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }
}
