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
 * A command as it was sent on. It is used again for the next one when its reply has come, so
 * whoever wants to keep something of it keeps its parts. Confined to the session's event loop.
 */
final class CommandInFlight {

  /** Facts of commands without a text, each made once: they may come by the thousand. */
  private static final Map<Command, StatementFacts> PLAIN = new EnumMap<>(Command.class);

  static {
    for (Command command : Command.values()) {
      String digest = command.toString();
      PLAIN.put(command, StatementFacts.of(StatementKind.SHOW, Footprint.NONE, digest));
    }
  }

  private Command command = Command.UNKNOWN;
  private ReplyShape replyShape = ReplyShape.UNKNOWN;
  private StatementFacts facts = plainFacts(Command.UNKNOWN);
  private String user = "";
  private String schema = "";
  private long statementId;
  private long sinceNanos;

  void beStatement(Command command, StatementFacts facts, long sinceNanos) {
    be(command, command.replyShape(), facts, sinceNanos);
  }

  void beExecution(long statementId, StatementFacts facts, boolean isCursorAsked, long sinceNanos) {
    ReplyShape shape = isCursorAsked ? ReplyShape.CURSOR : ReplyShape.RESULT;
    be(Command.COM_STMT_EXECUTE, shape, facts, sinceNanos);
    this.statementId = statementId;
  }

  /** COM_STMT_FETCH or COM_STMT_RESET: what was touched was so by the execution. */
  void beOnCursor(Command command, long statementId, long sinceNanos) {
    be(command, command.replyShape(), plainFacts(command), sinceNanos);
    this.statementId = statementId;
  }

  /** A command without a text: it touches no table and changes no transaction. */
  void bePlain(Command command, String user, String schema, long sinceNanos) {
    be(command, command.replyShape(), plainFacts(command), sinceNanos);
    this.user = user;
    this.schema = schema;
  }

  private void be(Command command, ReplyShape shape, StatementFacts facts, long sinceNanos) {
    this.command = command;
    this.replyShape = shape;
    this.facts = facts;
    this.user = "";
    this.schema = "";
    this.sinceNanos = sinceNanos;
  }

  private static StatementFacts plainFacts(Command command) {
    return Objects.requireNonNull(PLAIN.get(command));
  }

  Command command() {
    return command;
  }

  ReplyShape replyShape() {
    return replyShape;
  }

  /** Those of its text, or of the prepared statement it executes. */
  StatementFacts facts() {
    return facts;
  }

  /** Whom COM_CHANGE_USER changes to; empty otherwise. */
  String user() {
    return user;
  }

  /** What COM_INIT_DB and its like name, and COM_CHANGE_USER changes to; empty otherwise. */
  String schema() {
    return schema;
  }

  /** The prepared statement that it executes, fetches from or resets. */
  long statementId() {
    return statementId;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  boolean isStatement() {
    return switch (command) {
      case COM_QUERY, COM_STMT_EXECUTE, COM_STMT_BULK_EXECUTE -> true;
      default -> false;
    };
  }
}
