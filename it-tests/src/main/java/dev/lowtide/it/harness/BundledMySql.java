package dev.lowtide.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** MySQL 8.0.31 from the class path. */
public final class BundledMySql extends LocalServer {

  private BundledMySql(int port, Path folder, ServerProcess process) {
    super(port, folder, process);
  }

  /** Starts one; options go to mysqld as they are. */
  public static BundledMySql start(String... options) throws IOException, InterruptedException {
    Path distribution = MySqlDistribution.unpacked();
    Path folder = Files.createTempDirectory("lowtide-mysql-");
    int port = freePort();
    MySqlDistribution.initialize(folder);
    List<String> command = MySqlDistribution.command(distribution, folder);
    command.add("--innodb-redo-log-capacity=64M");
    command.add("--port=" + port);
    command.add("--bind-address=127.0.0.1");
    command.add("--socket=" + folder.resolve("s"));
    command.add("--pid-file=" + folder.resolve("pid"));
    command.add("--mysqlx=OFF");
    command.add("--local-infile=ON");
    command.add("--secure-file-priv=");
    command.addAll(List.of(options));
    ServerProcess process = ServerProcess.start(command, folder);
    process.awaitLine(READY);
    return new BundledMySql(port, folder, process);
  }

  /** Where it listens on this machine's file system. */
  public Path socket() {
    return folder().resolve("s");
  }

  /** Where the server keeps its files. */
  public Path dataDirectory() {
    return folder().resolve("data");
  }

  /** Ends it as a power cut would. */
  public void kill() {
    process().kill();
  }

  /** Sends it a signal, such as STOP. */
  public void signal(String name) throws IOException, InterruptedException {
    process().signal(name);
  }
}
