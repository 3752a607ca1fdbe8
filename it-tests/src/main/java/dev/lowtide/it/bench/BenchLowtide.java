package dev.lowtide.it.bench;

import dev.lowtide.it.chaos.LowtideShrinker;
import dev.lowtide.it.harness.LowtideApi;
import dev.lowtide.it.harness.LowtideChild;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.harness.TestServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A Lowtide of a benchmark's own, in a process with a small heap, with its everyday settings. */
final class BenchLowtide implements AutoCloseable {

  private static final List<String> JVM = List.of("-Xmx256m");

  private final LowtideChild process;
  private final LowtideApi api;

  private BenchLowtide(LowtideChild process) {
    this.process = process;
    this.api = new LowtideApi(process.folder());
  }

  /** Settings are further lines of its configuration. */
  static BenchLowtide start(TestServer server, String... settings)
      throws IOException, SQLException, InterruptedException {
    RunningLowtide.createTargetUser(server);
    return new BenchLowtide(LowtideChild.start(server.port(), JVM, List.of(settings)));
  }

  LowtideChild process() {
    return process;
  }

  LowtideApi api() {
    return api;
  }

  /** Shrinks the table and returns what the run came to; anything but success is an error. */
  LowtideShrinker shrink(long patienceSeconds) throws InterruptedException {
    LowtideShrinker shrinker = new LowtideShrinker(api, patienceSeconds);
    String end = shrinker.shrink(DeadTable.SCHEMA, DeadTable.TABLE);
    if (!end.equals("SUCCEEDED")) {
      throw new IllegalStateException("the run ended otherwise: " + end);
    }
    return shrinker;
  }

  JsonNode report(long run) throws IOException, InterruptedException {
    return api.get("/runs/" + run + "/report").json();
  }

  @Override
  public void close() {
    process.close();
  }
}
