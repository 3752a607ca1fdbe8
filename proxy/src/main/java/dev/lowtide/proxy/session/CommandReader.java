package dev.lowtide.proxy.session;

import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.protocol.Capabilities;
import dev.lowtide.proxy.protocol.Capability;
import dev.lowtide.proxy.protocol.Command;
import dev.lowtide.proxy.protocol.PayloadReader;
import dev.lowtide.proxy.protocol.QueryAttributes;
import dev.lowtide.proxy.protocol.StatusFlags;
import dev.lowtide.proxy.sql.FactsCache;
import dev.lowtide.proxy.sql.SqlText;
import dev.lowtide.proxy.sql.StatementFacts;

/** Reads what a client's command is about. Confined to the session's event loop. */
final class CommandReader {

  /** Of longer texts only so much is read; their footprint counts as unknown. */
  static final int HEAD_BYTES_MAX = 1 << 16;

  private final FactsCache cache;
  private final SqlText text = new SqlText();

  private final PreparedStatements prepared;
  private Capabilities capabilities = Capabilities.NONE;

  CommandReader(FactsCache cache, PreparedStatements prepared) {
    this.cache = cache;
    this.prepared = prepared;
  }

  void onCapabilities(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  /** The statement that this COM_STMT_CLOSE names. */
  static long closedStatement(PayloadHead head) {
    PayloadReader reader = Heads.reader(head);
    reader.skip(1);
    return reader.int4();
  }

  /** Reads the command of a payload, as it stands in a session with this schema and status. */
  void read(
      PayloadHead head, String schema, StatusFlags status, long nowNanos, CommandInFlight into) {
    Command command = Command.of(head.firstByte());
    PayloadReader reader = Heads.reader(head);
    if (reader.hasMore()) {
      reader.skip(1);
    }
    switch (command) {
      case COM_QUERY -> {
        if (capabilities.has(Capability.CLIENT_QUERY_ATTRIBUTES)) {
          QueryAttributes.skip(reader);
        }
        into.beStatement(command, text(reader, head, schema, status), nowNanos);
      }
      case COM_STMT_PREPARE ->
          into.beStatement(command, text(reader, head, schema, status), nowNanos);
      case COM_STMT_EXECUTE -> {
        long statementId = reader.int4();
        into.beExecution(statementId, prepared.byId(statementId), reader.int1() != 0, nowNanos);
      }
      case COM_STMT_BULK_EXECUTE ->
          into.beStatement(command, prepared.byId(reader.int4()), nowNanos);
      case COM_STMT_FETCH, COM_STMT_RESET ->
          into.beOnCursor(command, reader.hasMore() ? reader.int4() : 0, nowNanos);
      case COM_INIT_DB, COM_CREATE_DB, COM_DROP_DB ->
          into.bePlain(command, "", reader.rest(), nowNanos);
      case COM_CHANGE_USER -> {
        String user = reader.nulTerminatedString();
        reader.skip(reader.int1());
        into.bePlain(command, user, reader.nulTerminatedString(), nowNanos);
      }
      default -> into.bePlain(command, "", "", nowNanos);
    }
  }

  private StatementFacts text(
      PayloadReader reader, PayloadHead head, String schema, StatusFlags status) {
    text.at(
        head.buffer(), reader.index(), reader.remaining(), schema, !status.hasNoBackslashEscapes());
    StatementFacts facts = cache.facts(text, head.isWhole());
    text.leave();
    return facts;
  }
}
