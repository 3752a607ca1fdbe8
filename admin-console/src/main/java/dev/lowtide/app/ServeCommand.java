package dev.lowtide.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.Security;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves until the process is asked to end. */
@Command(
    name = "serve",
    description = "Runs Lowtide until it is ended.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  /** As often as this a name that moves is noticed, and a name server asked at the most. */
  private static final String NAME_SECONDS = "1";

  @Option(names = "--config", required = true, description = "The configuration file.")
  private Path config = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    App app;
    // Before the first name is looked up: the JDK would keep what it found for 30 seconds.
    Security.setProperty("networkaddress.cache.ttl", NAME_SECONDS);
    Security.setProperty("networkaddress.cache.negative.ttl", NAME_SECONDS);
    try {
      AppConfig read = ConfigReader.read(config);
      LogSetup.apply(read.log());
      app = App.start(config, read);
    } catch (ConfigException e) {
      throw new CommandFailedException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(app::close, "lowtide-shutdown"));
    HangUpSignal.handle(app::reload);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "proxy   " + app.proxyAddress().getHostString() + ":" + app.proxyAddress().getPort());
    out.println("console " + app.consoleUrl());
    app.setUpLink().ifPresent(link -> out.println("set up  " + link + " (works once)"));
    out.println("ready");
    out.flush();
    // Nobody counts this down: the process ends by a signal, which runs the hook.
    new CountDownLatch(1).await();
    return ExitCode.OK.number();
  }
}
