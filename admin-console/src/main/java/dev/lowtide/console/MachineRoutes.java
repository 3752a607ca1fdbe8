package dev.lowtide.console;

import com.codahale.metrics.MetricRegistry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What monitoring asks for: nothing in it is secret. */
final class MachineRoutes {

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final HealthWatch health;

  /** Health of all, and of each. */
  private record HealthAnswer(
      String status, Map<String, String> dependencies, Map<String, Long> secondsSinceWell) {}

  MachineRoutes(MetricRegistry metrics, HealthWatch health) {
    this.health = health;
    registry.register(new DropwizardExports(metrics));
  }

  void route(RoutesConfig routes) {
    routes.get("/metrics", this::metrics, Access.MONITORING);
    routes.get("/health", this::health, Access.MONITORING);
    routes.get("/live", this::live, Access.MONITORING);
    routes.get("/ready", this::ready, Access.MONITORING);
  }

  private void metrics(Context context) {
    context.contentType(writer.getContentType()).result(metrics());
  }

  /** As Prometheus reads them. */
  String metrics() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Alive, whatever else is wrong: a restart would mend none of it. */
  private void health(Context context) {
    Json.answer(context, answer());
  }

  /** The same without a look at anything else, for whoever restarts what does not answer. */
  private void live(Context context) {
    Json.answer(context, Map.of("status", "ok"));
  }

  private void ready(Context context) {
    HealthAnswer answer = answer();
    boolean isReady = answer.status().equals("ok");
    context.status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    Json.answer(context, answer);
  }

  private HealthAnswer answer() {
    Map<String, String> states = new TreeMap<>();
    Map<String, Long> ages = new TreeMap<>();
    for (HealthWatch.Dependency dependency : health.look()) {
      states.put(dependency.name(), dependency.isWell() ? "ok" : dependency.problem());
      if (dependency.sinceWell() != null) {
        ages.put(dependency.name(), dependency.sinceWell().toSeconds());
      }
    }
    boolean isWell = states.values().stream().allMatch("ok"::equals);
    return new HealthAnswer(isWell ? "ok" : "impaired", states, ages);
  }
}
