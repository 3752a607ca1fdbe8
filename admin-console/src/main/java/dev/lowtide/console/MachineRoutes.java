package dev.lowtide.console;

import com.codahale.metrics.MetricRegistry;
import dev.lowtide.scheduler.operator.Dependency;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What monitoring asks for: nothing in it is secret. */
final class MachineRoutes {

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Health health;

  /** Health of all, and of each. */
  private record HealthAnswer(
      String status, Map<String, String> dependencies, Map<String, Long> secondsSinceWell) {

    static HealthAnswer of(List<Dependency> all, boolean isWell) {
      Map<String, String> states = new LinkedHashMap<>();
      Map<String, Long> ages = new LinkedHashMap<>();
      for (Dependency dependency : all) {
        states.put(dependency.name(), dependency.isWell() ? "ok" : dependency.problem());
        if (dependency.sinceSuccess() != null) {
          ages.put(dependency.name(), dependency.sinceSuccess().toSeconds());
        }
      }
      return new HealthAnswer(isWell ? "ok" : "impaired", states, ages);
    }
  }

  MachineRoutes(MetricRegistry metrics, Health health) {
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
    List<Dependency> all = health.look();
    Json.answer(context, HealthAnswer.of(all, all.stream().allMatch(Dependency::isWell)));
  }

  /** The same without a look at anything else, for whoever restarts what does not answer. */
  private void live(Context context) {
    Json.answer(context, Map.of("status", "ok"));
  }

  /** Whether it can do what it is there for; others may be away. */
  private void ready(Context context) {
    List<Dependency> all = health.look();
    boolean isReady = all.stream().filter(Dependency::isNeeded).allMatch(Dependency::isWell);
    context.status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    Json.answer(context, HealthAnswer.of(all, isReady));
  }
}
