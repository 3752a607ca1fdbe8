package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.Footprint;
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
import dev.lowtide.proxy.sql.StatementKind;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;

/** Reads what a client's command is about. Confined to the session's event loop. */
final class CommandReader {

  /** Of longer texts only so much is read; their footprint counts as unknown. */
  static final int HEAD_BYTES_MAX = 1 << 16;

  private static final StatementFacts UNKNOWN_STATEMENT =
      StatementFacts.of(StatementKind.OTHER, Footprint.UNKNOWN, "(unknown statement)");

  /** With MariaDB's clients: the statement that was sent to be prepared last. */
  private static final long LAST_PREPARED = 0xFFFFFFFFL;

  private final FactsCache cache;
  private final SqlText text = new SqlText();

  /** By the server's id, unboxed; no more than its max_prepared_stmt_count lets there be. */
  private final LongObjectMap<StatementFacts> prepared = new LongObjectHashMap<>();

  private StatementFacts lastPrepared = UNKNOWN_STATEMENT;
  private Capabilities capabilities = Capabilities.NONE;

  CommandReader(FactsCache cache) {
    this.cache = cache;
  }

  void onCapabilities(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  /** A client may execute what it has sent to be prepared without waiting for its id. */
  void onPrepareSent(StatementFacts facts) {
    lastPrepared = facts;
  }

  void onPrepared(long statementId, StatementFacts facts) {
    prepared.put(statementId, facts);
  }

  /** The client is done with the statement that this COM_STMT_CLOSE names. */
  void onClosed(PayloadHead head) {
    PayloadReader reader = Heads.reader(head);
    reader.skip(1);
    prepared.remove(reader.int4());
  }

  void reset() {
    prepared.clear();
    lastPrepared = UNKNOWN_STATEMENT;
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
      case COM_STMT_EXECUTE ->
          into.beExecution(prepared(reader.int4()), reader.int1() != 0, nowNanos);
      case COM_STMT_BULK_EXECUTE -> into.beStatement(command, prepared(reader.int4()), nowNanos);
      case COM_INIT_DB -> into.bePlain(command, "", reader.rest(), nowNanos);
      case COM_CHANGE_USER -> {
        String user = reader.nulTerminatedString();
        reader.skip(reader.int1());
        into.bePlain(command, user, reader.nulTerminatedString(), nowNanos);
      }
      default -> into.bePlain(command, "", "", nowNanos);
    }
  }

  private StatementFacts prepared(long statementId) {
    StatementFacts facts = statementId == LAST_PREPARED ? lastPrepared : prepared.get(statementId);
    return facts == null ? UNKNOWN_STATEMENT : facts;
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
