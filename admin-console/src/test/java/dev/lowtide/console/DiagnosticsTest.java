package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.operator.Dependency;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {

  private final List<Dependency> dependencies = new ArrayList<>();

  @Test
  void whoHelpsFromAfarFindsEverythingInOneFile() throws Exception {
    Map<String, String> files = unzipped();

    assertThat(files.get("lowtide/about.txt")).contains("Lowtide 1.0", "Target", "version: 8.0.31");
    assertThat(files.get("lowtide/settings.txt")).contains("proxy.listen: 127.0.0.1:3307");
    assertThat(files.get("lowtide/threads.txt")).contains("\"main\" RUNNABLE", "DiagnosticsTest");
    assertThat(files.get("lowtide/metrics.txt")).isEqualTo("proxy_sessions 7");
    assertThat(files.get("lowtide/log.txt")).contains("run=7 state=APPROVED");
  }

  @Test
  void saysOfEverythingItDependsOnWhenItLastDidItsWork() throws Exception {
    dependencies.add(new Dependency("store", true, "", Duration.ofMillis(300)));
    dependencies.add(
        new Dependency("replica db2:3306", false, "does not answer", Duration.ofMinutes(3)));
    dependencies.add(new Dependency("webhook 1 (https://a.example)", false, "", null));

    assertThat(unzipped().get("lowtide/health.txt"))
        .isEqualTo(
            """
            store: ok, last success PT0.3S ago
            replica db2:3306: does not answer, last success PT3M ago
            webhook 1 (https://a.example): ok, last success none
            """);
  }

  private Map<String, String> unzipped() throws Exception {
    byte[] zip =
        new Diagnostics("1.0", new Here(), () -> dependencies, () -> "proxy_sessions 7").zip();
    Map<String, String> files = new HashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private static final class Here implements Installation {
    @Override
    public List<Policy> policies() {
      return List.of();
    }

    @Override
    public Map<String, String> settings() {
      return Map.of("proxy.listen", "127.0.0.1:3307");
    }

    @Override
    public List<Part> parts() {
      return List.of(new Part("Target", Map.of("version", "8.0.31")));
    }

    @Override
    public List<String> log() {
      return List.of("run=7 state=APPROVED");
    }
  }
}
