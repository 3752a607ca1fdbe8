package dev.lowtide.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A MySQL that can be killed and started again, on the same data and the same port: the bundled
 * one, or the one whose mysqld {@code LOWTIDE_CHAOS_MYSQLD} names.
 */
public final class KillableMySql implements TestServer {

  /** The path of another mysqld; it finds what else it needs by itself. */
  private static final String OTHER = "LOWTIDE_CHAOS_MYSQLD";

  private static final int STOP_SECONDS_MAX = 30;

  private final int port;
  private final Path folder;
  private final List<String> command;
  private ServerProcess process;

  private KillableMySql(int port, Path folder, List<String> command, ServerProcess process) {
    this.port = port;
    this.folder = folder;
    this.command = command;
    this.process = process;
    AtExit.add(this::close);
  }

  /** Starts one; options go to mysqld as they are. */
  public static KillableMySql start(String... options) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("lowtide-chaos-mysql-");
    int port = LocalServer.freePort();
    List<String> command = initialized(folder);
    command.add("--port=" + port);
    command.add("--bind-address=127.0.0.1");
    command.add("--socket=" + folder.resolve("s"));
    command.add("--pid-file=" + folder.resolve("pid"));
    command.add("--mysqlx=OFF");
    command.add("--local-infile=ON");
    command.add("--secure-file-priv=");
    command.addAll(List.of(options));
    return new KillableMySql(port, folder, command, begin(command, folder));
  }

  /** Ends it as kill -9 does. Returns once it is gone. */
  public synchronized void kill() {
    process.kill();
    process.stop(STOP_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /** Starts it on what it left behind, and waits until it is ready. */
  public synchronized void startAgain() throws IOException, InterruptedException {
    process = begin(command, folder);
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String user() {
    return "root";
  }

  @Override
  public String password() {
    return "";
  }

  @Override
  public synchronized void close() {
    process.stop(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    TemporaryFolders.delete(folder);
  }

  private static ServerProcess begin(List<String> command, Path folder)
      throws IOException, InterruptedException {
    ServerProcess process = ServerProcess.start(command, folder);
    process.awaitLine(LocalServer.READY);
    return process;
  }

  /** What starts the server, whose data are there when this returns. */
  private static List<String> initialized(Path folder) throws IOException, InterruptedException {
    String other = System.getenv().getOrDefault(OTHER, "").trim();
    if (other.isEmpty()) {
      MySqlDistribution.initialize(folder);
      return MySqlDistribution.command(MySqlDistribution.unpacked(), folder);
    }
    List<String> command = new ArrayList<>();
    command.add(other);
    command.add("--no-defaults");
    command.add("--datadir=" + folder.resolve("data"));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    List<String> initialize = new ArrayList<>(command);
    initialize.add("--initialize-insecure");
    ServerProcess.start(initialize, folder).awaitSuccess();
    return command;
  }
}
