package dev.lowtide.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL of our own on this machine, in a fresh folder on a free port. It is stopped and its
 * folder deleted when it is closed, and when the JVM ends.
 *
 * <p>It refuses to be root. Where the tests are, it runs as nobody, from a copy of its programs:
 * the cache is in root's home, where nobody else may look.
 */
public final class PostgreSqlServer implements AutoCloseable {

  public static final String USER = "keeper";

  /** What PostgreSQL says when it lets clients in. */
  private static final String READY = "database system is ready to accept connections";

  /** The user and the group called nobody, by their numbers on every Linux. */
  private static final String NOBODY = "65534";

  private static final int STOP_SECONDS_MAX = 20;

  private final int port;
  private final Path folder;
  private final ServerProcess process;

  private PostgreSqlServer(int port, Path folder, ServerProcess process) {
    this.port = port;
    this.folder = folder;
    this.process = process;
    AtExit.add(this::close);
  }

  public static PostgreSqlServer start() throws IOException, InterruptedException {
    Path distribution = PostgreSqlDistribution.unpacked();
    Path folder = Files.createTempDirectory("lowtide-postgresql-");
    if (isRoot()) {
      distribution = handOver(distribution, folder);
    }
    Path data = folder.resolve("data");
    ServerProcess.start(
            command(
                distribution.resolve("bin/initdb"),
                "--pgdata=" + data,
                "--username=" + USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync"),
            folder)
        .awaitSuccess();
    int port = LocalServer.freePort();
    ServerProcess process =
        ServerProcess.start(
            command(
                distribution.resolve("bin/postgres"),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=" + folder),
            folder);
    process.awaitLine(READY);
    return new PostgreSqlServer(port, folder, process);
  }

  public int port() {
    return port;
  }

  /** A session of the account that may do everything. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, "");
  }

  /** Ends its clients' sessions with it: otherwise it would wait for them. */
  @Override
  public synchronized void close() {
    try {
      process.signal("INT");
    } catch (IOException e) {
      throw new IllegalStateException("kill, which every machine has", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.stop(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    TemporaryFolders.delete(folder);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Path handOver(Path distribution, Path folder)
      throws IOException, InterruptedException {
    Path programs = folder.resolve("programs");
    for (String[] command :
        new String[][] {
          {"cp", "-R", distribution.toString(), programs.toString()},
          {"chown", "-R", NOBODY + ":" + NOBODY, folder.toString()}
        }) {
      Commands.Output output = Commands.run(folder, command);
      if (!output.isGood()) {
        throw new IOException(command[0] + " failed: " + output.text());
      }
    }
    return programs;
  }

  private static List<String> command(Path program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      if (!Commands.isThere("setpriv")) {
        throw new IOException(
            "PostgreSQL refuses to be root, and there is no setpriv to run it as nobody:"
                + " install util-linux");
      }
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
  }
}
