package dev.lowtide.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a person does with the store. */
@Command(
    name = "db",
    description = "Looks after the store: its schema, backups, a prompt for SQL.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DbStatusCommand.class,
      DbInitCommand.class,
      DbMigrateCommand.class,
      DbBackupCommand.class,
      DbRestoreCommand.class,
      DbConsoleCommand.class
    })
final class DbCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    CommandLine line = spec.commandLine();
    throw new ParameterException(
        line, "db: missing (expected: one of " + line.getSubcommands().keySet() + ")");
  }
}
