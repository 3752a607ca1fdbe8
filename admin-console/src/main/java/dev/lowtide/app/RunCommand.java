package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A command by which somebody decides on a run. */
abstract class RunCommand extends ApiCommand {

  private final String decision;

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  /**
   * @param decision as REST calls it
   */
  RunCommand(String decision) {
    this.decision = decision;
  }

  /** What is sent with it. */
  Map<String, String> body() {
    return Map.of();
  }

  /** Where the run is. */
  final String path() {
    return "/runs/" + id;
  }

  final String decisionPath() {
    return path() + "/" + decision;
  }

  @Override
  JsonNode ask(ApiClient api) {
    return api.post(decisionPath(), body());
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.run(answer);
  }
}
