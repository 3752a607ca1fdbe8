package dev.lowtide.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The command line. */
@Command(
    name = "lowtide",
    description = "Gives dead InnoDB space back when nobody is looking.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionProvider.class,
    subcommands = {
      ServeCommand.class,
      StatusCommand.class,
      SessionsCommand.class,
      SessionCommand.class,
      EndCommand.class,
      LoadCommand.class,
      CandidatesCommand.class,
      SurveyCommand.class,
      NightCommand.class,
      SpacesCommand.class,
      PlanCommand.class,
      ShrinkCommand.class,
      InboxCommand.class,
      ReviewCommand.class,
      CommentCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      RequestChangesCommand.class,
      ReviseCommand.class,
      RevokeCommand.class,
      AbortCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      AcknowledgeCommand.class,
      RevertCommand.class,
      CalendarCommand.class,
      OldTablesCommand.class,
      DropOldCommand.class,
      RunsCommand.class,
      ShowCommand.class,
      ReportCommand.class,
      AuditCommand.class,
      HoldCommand.class,
      UnholdCommand.class,
      ReloadCommand.class,
      ScanCommand.class,
      DbCommand.class,
      OpenApiCommand.class,
      CompletionCommand.class,
      VersionCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine commandLine = commandLine();
    if (arguments.length == 0) {
      commandLine.usage(System.err);
      return ExitCode.BAD_INPUT.number();
    }
    return commandLine.execute(arguments);
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setParameterExceptionHandler(Main::onBadInput);
    commandLine.setExecutionExceptionHandler(Main::onFailure);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.registerConverter(long.class, Main::number);
    return commandLine;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' (expected: a whole number)");
    }
  }

  private static int onBadInput(ParameterException e, String[] arguments) {
    complain(e.getCommandLine(), String.valueOf(e.getMessage()));
    return ExitCode.BAD_INPUT.number();
  }

  /** One line, whatever it is: those who want more find it in the server's log. */
  private static int onFailure(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    complain(command, e.getMessage() == null ? e.toString() : e.getMessage());
    return e instanceof CommandFailedException failed
        ? failed.exitCode().number()
        : ExitCode.UNREACHABLE.number();
  }

  private static void complain(CommandLine command, String text) {
    PrintWriter err = command.getErr();
    err.println("lowtide: " + text.lines().findFirst().orElse(""));
    err.flush();
  }

  /** For {@code --version}. */
  static final class VersionProvider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Lowtide " + Version.text()};
    }
  }
}
