package dev.lowtide.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The jar, as a user runs it: a process of its own. */
public final class LowtideProcess implements AutoCloseable {

  private static final int SECONDS_MAX = 300;
  private static final String READY = "ready";

  /** A JVM that lives for seconds spends most of them on what would serve it for hours. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Process process;
  private final Path folder;
  private final Path output;
  private final HttpClient http = HttpClient.newHttpClient();

  private LowtideProcess(Process process, Path folder, Path output) {
    this.process = process;
    this.folder = folder;
    this.output = output;
  }

  /** What a command printed and how it ended. */
  public record Result(int exitCode, String out, String err) {}

  /** Serves with the configuration in the folder, and waits until it is ready. */
  public static LowtideProcess serve(Path folder, Path config, String... jvmOptions)
      throws Exception {
    return awaitReady(folder, serving(folder, config, jvmOptions));
  }

  /** The same for somebody who will log out. */
  public static LowtideProcess serveUnderNohup(Path folder, Path config) throws Exception {
    ProcessBuilder builder = serving(folder, config);
    builder.command().add(0, "nohup");
    return awaitReady(folder, builder);
  }

  private static ProcessBuilder serving(Path folder, Path config, String... jvmOptions) {
    return command(folder, List.of(jvmOptions), List.of("serve", "--config", config.toString()));
  }

  private static LowtideProcess awaitReady(Path folder, ProcessBuilder builder) throws Exception {
    Path output = Files.createTempFile(folder, "serve-", ".out");
    builder.redirectOutput(output.toFile());
    Path errors = Files.createTempFile(folder, "serve-", ".err");
    builder.redirectError(errors.toFile());
    LowtideProcess lowtide = new LowtideProcess(builder.start(), folder, output);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (!lowtide.printed().contains(READY)) {
      if (!lowtide.process.isAlive() || System.nanoTime() > until) {
        lowtide.kill();
        throw new IllegalStateException(
            "not ready: " + lowtide.printed() + Files.readString(errors));
      }
      lowtide.process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return lowtide;
  }

  /** Runs one command against the Lowtide of the folder. */
  public static Result run(Path folder, String... arguments) throws Exception {
    Process process = command(folder, SHORT_LIVED, List.of(arguments)).start();
    process.getOutputStream().close();
    CompletableFuture<String> out = read(process.getInputStream());
    CompletableFuture<String> err = read(process.getErrorStream());
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("no end: " + List.of(arguments));
    }
    return new Result(process.exitValue(), out.get(), err.get());
  }

  public Result run(String... arguments) throws Exception {
    return run(folder, arguments);
  }

  /** What it has printed so far. */
  public String printed() throws IOException {
    return Files.readString(output);
  }

  /** A line's value, such as the console's address. */
  public String printed(String name) throws IOException {
    return printed()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line " + name));
  }

  /** Heap in use after a collection, and the memory that buffers are cut from. */
  public long memoryInUse() throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process collection =
        new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "GC.run")
            .redirectErrorStream(true)
            .start();
    read(collection.getInputStream()).get();
    return metric("jvm_memory_heap_used") + metric("proxy_memory_direct");
  }

  /** As monitoring sees it. */
  public long metric(String name) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(printed("console") + "/metrics")).build(),
            BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  /** Sends it a signal, such as HUP. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** Ends it as kill -9 would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end. Returns its exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("it did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  private static ProcessBuilder command(
      Path folder, List<String> jvmOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-jar");
    command.add(System.getProperty("lowtide.jar"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LOWTIDE_HOME", folder.toString());
    return builder;
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            return "(lost: " + e.getMessage() + ")";
          }
        });
  }
}
