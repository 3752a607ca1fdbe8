package dev.lowtide.app;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a shell reads to complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints what a shell completes commands and options by.",
      "bash and zsh: source <(lowtide completion bash)"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  /** One script does for both: it asks which of them reads it. */
  enum Shell {
    BASH,
    ZSH;

    /** As somebody types it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell = Shell.BASH;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("# What " + shell + " completes lowtide by.");
    out.println(AutoComplete.bash("lowtide", spec.root().commandLine()));
    out.flush();
    return ExitCode.OK.number();
  }
}
