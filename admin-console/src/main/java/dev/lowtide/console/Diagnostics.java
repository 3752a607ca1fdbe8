package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Dependency;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What somebody who helps from afar asks for first, in one file, and nothing that is secret. */
final class Diagnostics {

  /** Stacks of ours are some thirty calls deep. */
  private static final int FRAMES_MAX = 100;

  private final String version;
  private final Installation installation;
  private final Health health;
  private final Supplier<String> metrics;

  Diagnostics(String version, Installation installation, Health health, Supplier<String> metrics) {
    this.version = version;
    this.installation = installation;
    this.health = health;
    this.metrics = metrics;
  }

  byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, String> file : files().entrySet()) {
        zip.putNextEntry(new ZipEntry("lowtide/" + file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("about.txt", about());
    files.put("settings.txt", lines(installation.settings()));
    files.put("health.txt", health());
    files.put("metrics.txt", metrics.get());
    files.put("threads.txt", threads());
    files.put("log.txt", String.join("\n", installation.log()) + "\n");
    return files;
  }

  private String about() {
    StringBuilder text = new StringBuilder();
    text.append("Lowtide ").append(version).append('\n');
    for (String property : new String[] {"java.version", "java.vm.name", "os.name", "os.arch"}) {
      text.append(property).append(": ").append(System.getProperty(property)).append('\n');
    }
    for (Installation.Part part : installation.parts()) {
      text.append('\n').append(part.name()).append('\n').append(lines(part.facts()));
    }
    return text.toString();
  }

  private String health() {
    StringBuilder text = new StringBuilder();
    for (Dependency dependency : health.look()) {
      text.append(dependency.name())
          .append(": ")
          .append(dependency.isWell() ? "ok" : dependency.problem())
          .append(", last success ")
          .append(dependency.sinceSuccess() == null ? "none" : dependency.sinceSuccess() + " ago")
          .append('\n');
    }
    return text.toString();
  }

  private static String lines(Map<String, String> facts) {
    StringBuilder text = new StringBuilder();
    facts.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }

  /** With deeper stacks than the JDK prints by itself. */
  private static String threads() {
    StringBuilder text = new StringBuilder();
    for (ThreadInfo thread :
        ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, FRAMES_MAX)) {
      text.append('"').append(thread.getThreadName()).append("\" ");
      text.append(thread.getThreadState()).append('\n');
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("    at ").append(frame).append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }
}
