package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.protocol.Command;
import dev.lowtide.proxy.protocol.ReplyShape;
import dev.lowtide.proxy.sql.StatementFacts;
import dev.lowtide.proxy.sql.StatementKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A command as it was sent on.
 *
 * @param facts those of its text, or of the prepared statement it executes
 * @param user whom COM_CHANGE_USER changes to; empty otherwise
 * @param schema what COM_INIT_DB and COM_CHANGE_USER change to; empty otherwise
 */
record CommandInFlight(
    Command command,
    ReplyShape replyShape,
    StatementFacts facts,
    String user,
    String schema,
    long sinceNanos) {

  /** Facts of commands without a text, each made once: they may come by the thousand. */
  private static final Map<Command, StatementFacts> PLAIN = new EnumMap<>(Command.class);

  static {
    for (Command command : Command.values()) {
      String digest = command.toString();
      PLAIN.put(command, StatementFacts.of(StatementKind.SHOW, Footprint.NONE, digest));
    }
  }

  static CommandInFlight statement(Command command, StatementFacts facts, long sinceNanos) {
    return new CommandInFlight(command, command.replyShape(), facts, "", "", sinceNanos);
  }

  static CommandInFlight execution(StatementFacts facts, boolean isCursorAsked, long sinceNanos) {
    ReplyShape shape = isCursorAsked ? ReplyShape.CURSOR : ReplyShape.RESULT;
    return new CommandInFlight(Command.COM_STMT_EXECUTE, shape, facts, "", "", sinceNanos);
  }

  /** A command without a text: it touches no table and changes no transaction. */
  static CommandInFlight plain(Command command, String user, String schema, long sinceNanos) {
    StatementFacts facts = Objects.requireNonNull(PLAIN.get(command));
    return new CommandInFlight(command, command.replyShape(), facts, user, schema, sinceNanos);
  }

  boolean isStatement() {
    return switch (command) {
      case COM_QUERY, COM_STMT_EXECUTE, COM_STMT_BULK_EXECUTE -> true;
      default -> false;
    };
  }
}
