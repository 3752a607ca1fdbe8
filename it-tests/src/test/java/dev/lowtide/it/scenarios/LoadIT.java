package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.app.App;
import dev.lowtide.it.harness.LowtideApi;
import dev.lowtide.it.harness.RunningLowtide;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What went on, as a real server and real clients made it. */
class LoadIT {

  /** Three looks at the server's counters, ten seconds apart. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void saysHowMuchOfTheTrafficPassesAndHowManyBytes() throws Exception {
    try (RunningLowtide lowtide = RunningLowtide.start(Lab.server());
        Connection through = Lab.through(lowtide);
        Connection past = Lab.direct()) {
      JsonNode[] last = new JsonNode[1];
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                for (int i = 0; i < 30; i++) {
                  Lab.ask(through, "SELECT REPEAT('x', 1000)");
                  Lab.ask(i % 3 == 0 ? past : through, "SELECT 1");
                }
                last[0] = newest(lowtide.folder());
                return last[0].path("coveragePercent").asDouble() >= 0;
              });

      // Five of six.
      assertThat(last[0].path("coveragePercent").asDouble()).isBetween(78.0, 88.0);
      assertThat(last[0].path("bytesFromServerPerSecond").asDouble())
          .isGreaterThan(last[0].path("bytesFromClientsPerSecond").asDouble())
          .isGreaterThan(1000);
      assertThat(last[0].path("bytesFromClientsPerSecond").asDouble()).isGreaterThan(100);
      Duration p50 = Duration.parse(last[0].path("p50").asString());
      Duration p99 = Duration.parse(last[0].path("p99").asString());
      assertThat(p50).isPositive().isLessThanOrEqualTo(p99);
      assertThat(last[0].path("replicaLagSeconds").asDouble()).isEqualTo(-1);
    }
  }

  @Test
  void whatWentOnBeforeARestartIsThereAfterIt() throws Exception {
    Path folder;
    List<String> before;
    try (RunningLowtide lowtide = RunningLowtide.start(Lab.server())) {
      folder = lowtide.folder();
      Awaitility.await().atMost(PATIENCE).until(() -> times(folder).size() >= 2);
      before = times(folder);
    }

    try (App restarted = App.start(folder.resolve("lowtide.yaml"))) {
      assertThat(restarted.consoleUrl()).isNotEmpty();
      assertThat(times(folder)).containsAll(before);
    }
  }

  private static JsonNode newest(Path folder) throws Exception {
    JsonNode points = new LowtideApi(folder).get("/load").json();
    return points.path(points.size() - 1);
  }

  private static List<String> times(Path folder) throws Exception {
    return new LowtideApi(folder)
        .get("/load")
        .json()
        .valueStream()
        .map(point -> point.path("at").asString())
        .toList();
  }
}
