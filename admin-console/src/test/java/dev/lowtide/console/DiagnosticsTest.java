package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.console.HealthWatch.Dependency;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private String problem = "";
  private final HealthWatch health = new HealthWatch(() -> Map.of("store", problem), clock);

  @Test
  void whoHelpsFromAfarFindsEverythingInOneFile() throws Exception {
    Map<String, String> files = unzipped();

    assertThat(files.get("lowtide/about.txt")).contains("Lowtide 1.0", "Target", "version: 8.0.31");
    assertThat(files.get("lowtide/settings.txt")).contains("proxy.listen: 127.0.0.1:3307");
    assertThat(files.get("lowtide/threads.txt")).contains("\"main\" RUNNABLE", "DiagnosticsTest");
    assertThat(files.get("lowtide/metrics.txt")).isEqualTo("proxy_sessions 7");
    assertThat(files.get("lowtide/log.txt")).contains("run=7 state=APPROVED");
    assertThat(files.get("lowtide/health.txt")).contains("store: ok");
  }

  @Test
  void whatIsNotWellSaysWhenItWas() {
    health.look();
    clock.advance(Duration.ofMinutes(3));
    problem = "does not answer";

    assertThat(health.look())
        .containsExactly(new Dependency("store", "does not answer", Duration.ofMinutes(3)));
  }

  @Test
  void whatNeverWasWellSaysSo() {
    problem = "does not answer";

    assertThat(health.look()).containsExactly(new Dependency("store", "does not answer", null));
  }

  private Map<String, String> unzipped() throws Exception {
    byte[] zip = new Diagnostics("1.0", new Here(), health, () -> "proxy_sessions 7").zip();
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
