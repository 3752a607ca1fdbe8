package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.protocol.Command;
import dev.lowtide.proxy.sql.StatementFacts;
import dev.lowtide.proxy.sql.StatementKind;

/**
 * A command as it was sent on.
 *
 * @param facts those of its text, or of the prepared statement it executes
 * @param user whom COM_CHANGE_USER changes to; empty otherwise
 * @param schema what COM_INIT_DB and COM_CHANGE_USER change to; empty otherwise
 */
record CommandInFlight(
    Command command, StatementFacts facts, String user, String schema, long sinceNanos) {

  static CommandInFlight statement(Command command, StatementFacts facts, long sinceNanos) {
    return new CommandInFlight(command, facts, "", "", sinceNanos);
  }

  /** A command without a text: it touches no table and changes no transaction. */
  static CommandInFlight plain(Command command, String user, String schema, long sinceNanos) {
    StatementFacts facts =
        StatementFacts.of(StatementKind.SHOW, Footprint.NONE, command.toString());
    return new CommandInFlight(command, facts, user, schema, sinceNanos);
  }

  boolean isStatement() {
    return command == Command.COM_QUERY || command == Command.COM_STMT_EXECUTE;
  }
}
