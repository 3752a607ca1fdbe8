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
import java.util.Map;
import java.util.TreeMap;

/** What monitoring asks for: nothing in it is secret. */
final class MachineRoutes {

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Health health;

  /** Health of all, and of each. */
  private record HealthAnswer(String status, Map<String, String> dependencies) {}

  MachineRoutes(MetricRegistry metrics, Health health) {
    this.health = health;
    registry.register(new DropwizardExports(metrics));
  }

  void route(RoutesConfig routes) {
    routes.get("/metrics", this::metrics, Access.MONITORING);
    routes.get("/health", this::health, Access.MONITORING);
    routes.get("/ready", this::ready, Access.MONITORING);
  }

  private void metrics(Context context) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, registry.scrape());
    context.contentType(writer.getContentType()).result(out.toByteArray());
  }

  /** Alive, whatever else is wrong: a restart would mend none of it. */
  private void health(Context context) {
    Json.answer(context, answer());
  }

  private void ready(Context context) {
    HealthAnswer answer = answer();
    boolean isReady = answer.status().equals("ok");
    context.status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    Json.answer(context, answer);
  }

  private HealthAnswer answer() {
    Map<String, String> problems = new TreeMap<>(health.problems());
    boolean isWell = problems.values().stream().allMatch(String::isEmpty);
    problems.replaceAll((name, problem) -> problem.isEmpty() ? "ok" : problem);
    return new HealthAnswer(isWell ? "ok" : "impaired", problems);
  }
}
