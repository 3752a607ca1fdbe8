package dev.lowtide.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** A command that asks a running Lowtide and prints the answer, for people or for programs. */
abstract class ApiCommand implements Callable<Integer> {

  @Option(names = "--json", description = "Prints JSON, for programs.")
  private boolean isJson;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public final Integer call() throws InterruptedException {
    ApiClient api = ApiClient.of(System.getenv());
    JsonNode answer = ask(api);
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) {
      out.println(answer.toPrettyString());
    } else {
      print(answer, new Texts(out));
    }
    out.flush();
    return exitCode(answer).number();
  }

  abstract JsonNode ask(ApiClient api) throws InterruptedException;

  abstract void print(JsonNode answer, Texts out);

  ExitCode exitCode(JsonNode answer) {
    return ExitCode.OK;
  }

  /** One line for what takes its time, where somebody looks. */
  final ProgressLine progressLine() {
    return ProgressLine.on(progress());
  }

  /** Where progress goes, so that it does not get into what is printed for programs. */
  final PrintWriter progress() {
    return spec.commandLine().getErr();
  }
}
