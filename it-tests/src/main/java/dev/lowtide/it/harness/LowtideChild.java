package dev.lowtide.it.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Lowtide in a process of its own, from this class path, which can be killed and started again on
 * the same store and the same ports.
 */
public final class LowtideChild implements AutoCloseable {

  /** Ready within seconds; this is for a machine at its busiest. */
  private static final int START_SECONDS_MAX = 120;

  private final Path folder;
  private final List<String> jvmOptions;
  private final int proxyPort;
  private Process process;

  private LowtideChild(Path folder, int proxyPort, List<String> jvmOptions, Process process) {
    this.folder = folder;
    this.proxyPort = proxyPort;
    this.jvmOptions = jvmOptions;
    this.process = process;
    AtExit.add(this::close);
  }

  /**
   * Starts one.
   *
   * @param backend port of this machine where the server is, or a link to it
   * @param settings further lines of its configuration
   */
  public static LowtideChild start(int backend, List<String> jvmOptions, List<String> settings)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("lowtide-chaos-");
    int proxyPort = LocalServer.freePort();
    String config =
        """
        proxy:   { listen: "127.0.0.1:%d", backend: "127.0.0.1:%d" }
        target:  { user: %s, password: %s }
        console: { listen: "127.0.0.1:%d" }
        store:   { url: "jdbc:h2:file:%s" }
        state:   { directory: "%s" }
        """
            .formatted(
                proxyPort,
                backend,
                RunningLowtide.TARGET_USER,
                RunningLowtide.TARGET_PASSWORD,
                LocalServer.freePort(),
                folder.resolve("store"),
                folder);
    Files.writeString(folder.resolve("lowtide.yaml"), config + String.join("\n", settings) + "\n");
    return new LowtideChild(folder, proxyPort, jvmOptions, begin(folder, jvmOptions));
  }

  public int proxyPort() {
    return proxyPort;
  }

  /** Where its state is, and what it has said. */
  public Path folder() {
    return folder;
  }

  public synchronized long pid() {
    return process.pid();
  }

  /** Ends it as kill -9 does. Returns once it is gone. */
  public synchronized void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it on what it left behind, and waits until it is ready. */
  public synchronized void startAgain() throws IOException, InterruptedException {
    process = begin(folder, jvmOptions);
  }

  @Override
  public synchronized void close() {
    process.destroyForcibly();
  }

  private static Process begin(Path folder, List<String> jvmOptions)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.lowtide.app.Main");
    command.addAll(List.of("serve", "--config", folder.resolve("lowtide.yaml").toString()));
    File said = Files.createTempFile(folder, "serve-", ".out").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(said)
            .redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolve("lowtide.log").toFile()));
    builder.environment().put("LOWTIDE_HOME", folder.toString());
    Process process = builder.start();
    awaitReady(process, said.toPath(), folder);
    return process;
  }

  private static void awaitReady(Process process, Path said, Path folder)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (!Files.readString(said).contains("ready")) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > until) {
        process.destroyForcibly();
        throw new IOException(
            "Lowtide did not start: " + Files.readString(folder.resolve("lowtide.log")));
      }
    }
  }
}
