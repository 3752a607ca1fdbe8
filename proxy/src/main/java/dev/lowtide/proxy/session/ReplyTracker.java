package dev.lowtide.proxy.session;

import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.protocol.Capabilities;
import dev.lowtide.proxy.protocol.Capability;
import dev.lowtide.proxy.protocol.EofPacket;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import dev.lowtide.proxy.protocol.OkPacket;
import dev.lowtide.proxy.protocol.PacketType;
import dev.lowtide.proxy.protocol.PayloadReader;
import dev.lowtide.proxy.protocol.PrepareOk;
import dev.lowtide.proxy.protocol.ReplyShape;
import dev.lowtide.proxy.protocol.StatusFlags;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of one reply after the other. Confined to the session's event loop.
 *
 * <pre>
 * RESULT:   FIRST ─ OK ──────────────────────────────────────► DONE, or FIRST if more results exist
 *           FIRST ─ 0xFB ─ upload ─► FIRST
 *           FIRST ─ column count ─► DEFINITIONS ─ (EOF) ─► ROWS ─ EOF ─► as after OK
 * PREPARE:  FIRST ─ OK ─► DEFINITIONS of parameters ─ (EOF) ─► DEFINITIONS of columns ─ (EOF) ─► DONE
 * anywhere: ERR ─► DONE, unless it is a report of progress
 * </pre>
 *
 * EOFs in parentheses are left out under CLIENT_DEPRECATE_EOF, and an OK stands for those at the
 * end of rows. See "Command Phase" and "Text Resultset" in the protocol documentation.
 */
final class ReplyTracker {

  /** What the payload just seen was to its reply. */
  enum Step {
    MORE,
    /** The client is to send a file now; the reply goes on afterwards. */
    UPLOAD,
    DONE
  }

  private enum Place {
    FIRST,
    DEFINITIONS,
    END_OF_DEFINITIONS,
    ROWS
  }

  /** A table has at most 4096 columns, a join of 61 tables may select more. */
  private static final int COLUMNS_MAX = 0xFFFF;

  private Capabilities capabilities = Capabilities.NONE;
  private ReplyShape shape = ReplyShape.NONE;
  private Place place = Place.FIRST;

  private int definitions;

  /** Column definitions behind the parameters' in a reply to a prepare. */
  private int columnDefinitions;

  /** Whether definitions follow at all: under optional metadata only their EOFs may be left. */
  private boolean hasDefinitions;

  private boolean isNotBegun = true;
  private StatusFlags status = StatusFlags.INITIAL;
  private boolean hasStatus;
  private int errorCode;
  private boolean isError;
  private boolean hasEndedTransaction;
  private @Nullable String schema;
  private @Nullable PrepareOk prepared;

  void onCapabilities(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  /** The next payload begins the reply to a command of this shape. */
  void begin(ReplyShape shape) {
    this.shape = shape;
    place = shape == ReplyShape.ROWS ? Place.ROWS : Place.FIRST;
    isNotBegun = true;
    isError = false;
    hasEndedTransaction = false;
    hasStatus = false;
    schema = null;
    prepared = null;
  }

  /** The flags of the last OK or EOF, whichever reply it stood in. */
  StatusFlags status() {
    return status;
  }

  /** Whether this reply said what the flags are now. */
  boolean hasStatus() {
    return hasStatus;
  }

  boolean isError() {
    return isError;
  }

  /** The code of the error that the last reply with one ended in. */
  int errorCode() {
    return errorCode;
  }

  /** Whether one of the results that more results followed was outside any transaction. */
  boolean hasEndedTransaction() {
    return hasEndedTransaction;
  }

  /** The schema that the server says the session has now, if it said so in this reply. */
  @Nullable String schema() {
    return schema;
  }

  /** The statement that this reply says was prepared. */
  @Nullable PrepareOk prepared() {
    return prepared;
  }

  /** Nothing of this reply has come. */
  boolean isNotBegun() {
    return isNotBegun;
  }

  boolean isInRows() {
    return place == Place.ROWS && !isNotBegun;
  }

  Step onPayload(PayloadHead head) {
    isNotBegun = false;
    return switch (place) {
      case FIRST -> onFirst(head);
      case DEFINITIONS -> onDefinition(head);
      case END_OF_DEFINITIONS -> onEndOfDefinitions(head);
      case ROWS -> onRow(head);
    };
  }

  private Step onFirst(PayloadHead head) {
    if (head.firstByte() == PacketType.ERR) {
      return onError(head);
    }
    return switch (shape) {
      case RESULT, CURSOR -> onResult(head);
      case PREPARE -> onPrepareOk(head);
      case ONE_PAYLOAD -> onOnly(head);
      case AUTHENTICATION -> head.firstByte() == PacketType.OK ? onOk(head) : Step.MORE;
      case STREAM -> isEof(head) ? Step.DONE : Step.MORE;
      case NONE, ROWS, UNKNOWN -> throw new IllegalStateException("no reply is tracked: " + shape);
    };
  }

  private Step onResult(PayloadHead head) {
    switch (head.firstByte()) {
      case PacketType.OK -> {
        return onOk(head);
      }
      case PacketType.LOCAL_INFILE -> {
        return Step.UPLOAD;
      }
      default -> {
        PayloadReader reader = Heads.reader(head);
        definitions = columnCount(reader);
        columnDefinitions = 0;
        hasDefinitions = !reader.hasMore() || reader.int1() != 0;
        return inDefinitions();
      }
    }
  }

  private static int columnCount(PayloadReader reader) {
    long count = reader.lengthEncodedInt();
    if (count < 1 || count > COLUMNS_MAX) {
      throw new MalformedPacketException(
          "column count " + count + " (expected: 1 to " + COLUMNS_MAX + ")");
    }
    return (int) count;
  }

  private Step onPrepareOk(PayloadHead head) {
    if (head.firstByte() != PacketType.OK) {
      throw unexpected(head, "COM_STMT_PREPARE_OK or ERR");
    }
    prepared = PrepareOk.read(Heads.reader(head));
    definitions = prepared.parameters();
    columnDefinitions = prepared.columns();
    hasDefinitions = prepared.hasDefinitions();
    return definitions == 0 ? nextDefinitions() : inDefinitions();
  }

  /** Most answer OK, some EOF, COM_STATISTICS a bare text. */
  private Step onOnly(PayloadHead head) {
    if (head.firstByte() == PacketType.OK) {
      return onOk(head);
    }
    return isEof(head) ? onEof(head) : Step.DONE;
  }

  /** A definition begins with the length of a text, which 0xFF cannot be. */
  private Step onDefinition(PayloadHead head) {
    if (head.firstByte() == PacketType.ERR) {
      return onError(head);
    }
    definitions--;
    return definitions > 0 ? Step.MORE : behindDefinitions();
  }

  private Step behindDefinitions() {
    if (isEofDeprecated()) {
      return nextDefinitions();
    }
    place = Place.END_OF_DEFINITIONS;
    return Step.MORE;
  }

  private Step onEndOfDefinitions(PayloadHead head) {
    if (head.firstByte() == PacketType.ERR) {
      return onError(head);
    }
    if (!isEof(head)) {
      throw unexpected(head, "EOF behind definitions");
    }
    onStatus(EofPacket.read(Heads.reader(head)).status());
    return nextDefinitions();
  }

  /**
   * What follows a run of definitions. The flag of a cursor counts only where one was asked for: a
   * procedure that opens one of its own leaves it set.
   */
  private Step nextDefinitions() {
    if (shape == ReplyShape.PREPARE) {
      definitions = columnDefinitions;
      columnDefinitions = 0;
      return definitions == 0 ? Step.DONE : inDefinitions();
    }
    boolean isCursor = shape == ReplyShape.CURSOR && !isEofDeprecated() && status.hasCursor();
    place = Place.ROWS;
    return isCursor ? Step.DONE : Step.MORE;
  }

  private Step inDefinitions() {
    if (!hasDefinitions) {
      return behindDefinitions();
    }
    place = Place.DEFINITIONS;
    return Step.MORE;
  }

  private Step onRow(PayloadHead head) {
    if (head.firstByte() == PacketType.ERR) {
      return onError(head);
    }
    return isEof(head) ? onEof(head) : Step.MORE;
  }

  /** An EOF, or an OK where one would stand: rows may begin with the same byte, but are longer. */
  private boolean isEof(PayloadHead head) {
    return head.firstByte() == PacketType.EOF
        && (isEofDeprecated()
            ? !head.isContinued()
            : head.packetLength() < PacketType.EOF_PACKET_LENGTH_LIMIT);
  }

  private Step onEof(PayloadHead head) {
    if (isEofDeprecated()) {
      return onOk(head);
    }
    onStatus(EofPacket.read(Heads.reader(head)).status());
    return afterResult();
  }

  private Step onOk(PayloadHead head) {
    OkPacket ok = OkPacket.read(Heads.reader(head), capabilities, head.isWhole());
    onStatus(ok.status());
    if (ok.schema() != null) {
      schema = ok.schema();
    }
    return afterResult();
  }

  private Step afterResult() {
    place = Place.FIRST;
    boolean mayHaveMore = shape == ReplyShape.RESULT || shape == ReplyShape.CURSOR;
    if (!mayHaveMore || !status.hasMoreResults()) {
      return Step.DONE;
    }
    hasEndedTransaction |= !status.isInTransaction();
    return Step.MORE;
  }

  /** Keeps the flags it has if they are the same: then the new ones never leave the stack. */
  private void onStatus(StatusFlags flags) {
    if (flags.bits() != status.bits()) {
      status = flags;
    }
    hasStatus = true;
  }

  private Step onError(PayloadHead head) {
    int code = ErrPacket.code(Heads.reader(head));
    if (ErrPacket.isProgressReport(code)) {
      return Step.MORE;
    }
    errorCode = code;
    isError = true;
    return Step.DONE;
  }

  private boolean isEofDeprecated() {
    return capabilities.has(Capability.CLIENT_DEPRECATE_EOF);
  }

  private static MalformedPacketException unexpected(PayloadHead head, String expected) {
    return new MalformedPacketException(
        String.format("payload begins with 0x%02X (expected: %s)", head.firstByte(), expected));
  }
}
