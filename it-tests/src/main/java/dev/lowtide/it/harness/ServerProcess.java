package dev.lowtide.it.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server's process and the last lines it said. */
final class ServerProcess {

  private static final int LINES_KEPT = 30;
  private static final int START_SECONDS_MAX = 120;

  private final Process process;
  private final Deque<String> lines = new ArrayDeque<>();
  private volatile String awaited = "";
  private final CountDownLatch said = new CountDownLatch(1);

  private ServerProcess(Process process) {
    this.process = process;
  }

  static ServerProcess start(List<String> command, Path folder) throws IOException {
    return start(command, folder, Map.of());
  }

  static ServerProcess start(List<String> command, Path folder, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    ServerProcess server = new ServerProcess(process);
    Thread reader = new Thread(server::readLines, "server-output");
    reader.setDaemon(true);
    reader.start();
    return server;
  }

  /** Waits until the process says something with this text in it. */
  void awaitLine(String text) throws InterruptedException, IOException {
    synchronized (lines) {
      awaited = text;
      lines.forEach(this::compare);
    }
    if (!said.await(START_SECONDS_MAX, TimeUnit.SECONDS) || !process.isAlive()) {
      process.destroyForcibly();
      throw new IOException("the server did not start:\n" + lastLines());
    }
  }

  void awaitSuccess() throws InterruptedException, IOException {
    if (!process.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("the server failed:\n" + lastLines());
    }
  }

  void stop(long timeout, TimeUnit unit) {
    process.destroy();
    try {
      if (!process.waitFor(timeout, unit)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  void kill() {
    process.destroyForcibly();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  private void readLines() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(this::keep);
    } catch (UncheckedIOException | IOException e) {
      keep("(output lost: " + e.getMessage() + ")");
    }
    said.countDown();
  }

  private void keep(String line) {
    synchronized (lines) {
      lines.add(line);
      if (lines.size() > LINES_KEPT) {
        lines.remove();
      }
      compare(line);
    }
  }

  private void compare(String line) {
    if (!awaited.isEmpty() && line.contains(awaited)) {
      said.countDown();
    }
  }

  private String lastLines() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }
}
