package dev.lowtide.scheduler.binlog;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What each event means to a copy. Confined to the feed's thread.
 *
 * <p>Shapes of events: "Binary Log" in the server's documentation of its classes
 * (mysql::binlog::event).
 */
final class Events {

  /** Of a statement that is not about rows; who sends a longer one is not listened to. */
  private static final int TEXT_BYTES_MAX = 1 << 20;

  private static final int PAYLOAD_HEADER_END = 0;
  private static final int PAYLOAD_COMPRESSION = 2;
  private static final int ZSTD = 0;
  private static final int UNCOMPRESSED = 255;

  /** Rows that a statement logged as text changed, or rows in formats of servers before 5.1. */
  private static final int OLD_ROWS_FIRST = 20;

  private static final int OLD_ROWS_LAST = 22;
  private static final int KNOWN_LAST = 42;

  private final CopyTable table;
  private final Transactions transactions;
  private final RowEvents rows;
  private final TableMention mention;

  Events(CopyTable table, Transactions transactions, RowEvents rows) {
    this.table = table;
    this.transactions = transactions;
    this.rows = rows;
    this.mention = new TableMention(table.original());
  }

  /**
   * Takes an event in.
   *
   * @return whether a transaction ends with it
   */
  boolean on(EventHeader header, EventBody body)
      throws IOException, InterruptedException, CopyStoppedException {
    return switch (header.type()) {
      case EventHeader.QUERY -> onQuery(body);
      case EventHeader.XID -> {
        transactions.onEnd();
        yield true;
      }
      case EventHeader.XA_PREPARE -> {
        transactions.onXaPrepare(body.u8() != 0);
        yield true;
      }
      case EventHeader.TABLE_MAP -> {
        rows.onTableMap(body);
        yield false;
      }
      case EventHeader.WRITE_ROWS,
          EventHeader.UPDATE_ROWS,
          EventHeader.DELETE_ROWS,
          EventHeader.WRITE_ROWS_V1,
          EventHeader.UPDATE_ROWS_V1,
          EventHeader.DELETE_ROWS_V1,
          EventHeader.PARTIAL_UPDATE_ROWS -> {
        rows.onRows(header.type(), body);
        yield false;
      }
      case EventHeader.TRANSACTION_PAYLOAD -> onPayload(body);
      default -> onOther(header);
    };
  }

  private boolean onQuery(EventBody body)
      throws IOException, InterruptedException, CopyStoppedException {
    body.skip(8);
    int schemaBytes = body.u8();
    body.skip(2);
    body.skip(body.u16());
    String schema = body.text(schemaBytes);
    body.skip(1);
    if (body.remaining() > TEXT_BYTES_MAX) {
      throw FeedEnd.lost(
          "a statement of "
              + body.remaining()
              + " bytes was logged as text (expected: rows, and definitions of at most "
              + TEXT_BYTES_MAX
              + ")");
    }
    return onStatement(new StatementText(schema, body.text((int) body.remaining())));
  }

  private boolean onStatement(StatementText statement)
      throws IOException, InterruptedException, CopyStoppedException {
    switch (statement.kind()) {
      case BEGIN -> transactions.onBegin();
      case END -> transactions.onEnd();
      case XA_START -> transactions.onXaStart(statement.xid());
      case XA_COMMIT -> transactions.onXaDecided(statement.xid(), true);
      case XA_ROLLBACK -> transactions.onXaDecided(statement.xid(), false);
      case ROWS ->
          throw FeedEnd.lost(
              "rows were changed by a statement that was logged as text, in schema '"
                  + statement.schema()
                  + "' (expected: binlog_format=ROW in all sessions)");
      case DEFINITION -> requireOther(statement);
      case XA_END, SAVEPOINT, HARMLESS -> {}
    }
    return !transactions.isOpen();
  }

  private void requireOther(StatementText statement) throws CopyStoppedException {
    if (mention.isIn(statement)) {
      throw FeedEnd.lost(
          "a statement that names " + table.original() + " was executed, other than one on rows");
    }
  }

  /** A transaction in one event, compressed: its events have no checksums of their own. */
  private boolean onPayload(EventBody body)
      throws IOException, InterruptedException, CopyStoppedException {
    long compression = ZSTD;
    for (long field = body.packed(); field != PAYLOAD_HEADER_END; field = body.packed()) {
      EventBody value = Bytes.body(body.bytes((int) body.packed()));
      if (field == PAYLOAD_COMPRESSION) {
        compression = value.packed();
      }
    }
    if (compression != ZSTD && compression != UNCOMPRESSED) {
      throw new UnreadableException("a transaction in compression " + compression);
    }
    try (InputStream plain = plain(body.rest(), compression)) {
      return payload(plain);
    }
  }

  private static InputStream plain(InputStream packed, long compression) throws IOException {
    return compression == ZSTD
        ? new BufferedInputStream(new ZstdInputStreamNoFinalizer(packed))
        : new BufferedInputStream(packed);
  }

  private boolean payload(InputStream plain)
      throws IOException, InterruptedException, CopyStoppedException {
    boolean isBoundary = false;
    byte[] head = plain.readNBytes(EventHeader.BYTES);
    while (head.length == EventHeader.BYTES) {
      EventHeader header = EventHeader.read(Bytes.body(head));
      EventBody event = new EventBody(plain, header.size() - EventHeader.BYTES);
      isBoundary = on(header, event);
      event.skipAll();
      head = plain.readNBytes(EventHeader.BYTES);
    }
    return isBoundary;
  }

  private static boolean onOther(EventHeader header) throws IOException, CopyStoppedException {
    int type = header.type();
    if (type == EventHeader.INCIDENT) {
      throw FeedEnd.lost("the server says that its binary log misses events (INCIDENT)");
    }
    if (type == EventHeader.EXECUTE_LOAD_QUERY) {
      throw FeedEnd.lost("LOAD DATA was logged as text (expected: binlog_format=ROW)");
    }
    boolean isOld = type >= OLD_ROWS_FIRST && type <= OLD_ROWS_LAST;
    if (isOld || (type > KNOWN_LAST && !header.isIgnorable())) {
      throw new UnreadableException("an event of type " + type);
    }
    return false;
  }
}
