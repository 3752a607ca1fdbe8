package dev.lowtide.app;

import dev.lowtide.scheduler.journal.StoreConfig;
import dev.lowtide.scheduler.journal.StoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One of them, on the store that a configuration names. */
abstract class DbAction implements Callable<Integer> {

  @Option(names = "--config", required = true, description = "The configuration file.")
  private Path config = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public final Integer call() {
    try {
      AppConfig read = ConfigReader.read(config);
      PrintWriter out = spec.commandLine().getOut();
      act(StoreSettings.of(read.store()), read, out);
      out.flush();
      return ExitCode.OK.number();
    } catch (ConfigException | StoreException e) {
      throw new CommandFailedException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()));
    }
  }

  /** Drawn on standard error, while something takes its time. */
  final <T> T during(Supplier<String> text, Callable<T> work) {
    try {
      return ProgressLine.on(spec.commandLine().getErr()).during(text, work);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  abstract void act(StoreConfig store, AppConfig config, PrintWriter out);

  static CommandFailedException refused(String why) {
    return new CommandFailedException(ExitCode.BAD_INPUT, why);
  }
}
