package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Ends a session that is in the way. */
@Command(
    name = "end",
    description = {
      "Ends a session; what its transaction has not committed is rolled back.",
      "Nothing is ended if that transaction is over by then."
    },
    mixinStandardHelpOptions = true)
final class EndCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "THREAD-ID", description = "The server's id of it.")
  private long threadId;

  @Option(
      names = "--transaction",
      paramLabel = "T",
      description = "The one to end, as sessions show it; by default the one that is open now.")
  private String transaction = "";

  @Override
  JsonNode ask(ApiClient api) {
    String chosen = transaction.isEmpty() ? openNow(api) : transaction;
    return api.post("/sessions/" + threadId + "/end", Map.of("transaction", chosen));
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.line(answer.path("text").asString(""));
  }

  private String openNow(ApiClient api) {
    JsonNode session = api.get("/sessions/" + threadId);
    String protection = session.path("protection").asString("");
    String open = session.path("transaction").asString("");
    if (!protection.isEmpty() || open.isEmpty()) {
      String none = "session " + threadId + " has no transaction open";
      throw new CommandFailedException(
          ExitCode.BAD_INPUT, (protection.isEmpty() ? none : protection) + "; nothing was ended");
    }
    return open;
  }
}
