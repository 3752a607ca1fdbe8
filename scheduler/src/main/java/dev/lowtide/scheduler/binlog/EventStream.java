package dev.lowtide.scheduler.binlog;

import com.github.shyiko.mysql.binlog.network.ServerException;
import com.github.shyiko.mysql.binlog.network.protocol.ErrorPacket;
import dev.lowtide.scheduler.copy.BinlogPosition;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Events as a server sends them, and where they stand in its binary log. Confined to one thread.
 *
 * <p>In turn: {@link #next()}, read {@link #body()}, {@link #finish()}.
 */
final class EventStream {

  private static final int OK = 0x00;
  private static final int ERROR = 0xFF;
  private static final int ERROR_BYTES_MAX = 64 << 10;
  private static final int CHECKSUM_BYTES = 4;
  private static final int CRC32_CHECKSUM = 1;

  /** The kind of checksum, and a checksum whatever the kind. */
  private static final int DESCRIPTION_TAIL = 1 + CHECKSUM_BYTES;

  private static final int FILE_HEAD = 4;

  /** Positions in events have 32 bits; a file is longer if its last transaction is. */
  private static final long WRAP = 1L << 32;

  private final PacketStream packets;
  private final CheckedInputStream checked;
  private BinlogPosition position;
  private int checksumBytes = CHECKSUM_BYTES;
  private EventHeader header = new EventHeader(0, 0, 0, 0, 0);
  private EventBody body = Bytes.body(new byte[0]);

  EventStream(InputStream in, BinlogPosition from) {
    this.packets = new PacketStream(in);
    this.checked = new CheckedInputStream(packets, new CRC32());
    this.position = from;
  }

  /** Where the next event begins, once this one is finished. */
  BinlogPosition position() {
    return position;
  }

  EventBody body() {
    return body;
  }

  EventHeader next() throws IOException {
    packets.next();
    int marker = packets.read();
    if (marker == ERROR) {
      ErrorPacket error = new ErrorPacket(packets.readNBytes(ERROR_BYTES_MAX));
      throw new ServerException(
          error.getErrorMessage(), error.getErrorCode(), String.valueOf(error.getSqlState()));
    }
    if (marker != OK) {
      throw new EOFException("the server ended the stream");
    }
    checked.getChecksum().reset();
    header = EventHeader.read(new EventBody(checked, EventHeader.BYTES));
    long length = header.size() - EventHeader.BYTES;
    boolean isDescription = header.type() == EventHeader.FORMAT_DESCRIPTION;
    body = new EventBody(checked, isDescription ? length : length - checksumBytes);
    return header;
  }

  /** Reads the event to its end, and is sure that it came in as it was written. */
  void finish() throws IOException {
    if (header.type() == EventHeader.FORMAT_DESCRIPTION) {
      describe();
    } else if (header.type() == EventHeader.ROTATE) {
      rotate();
    } else {
      body.skipAll();
      move();
    }
    if (header.type() != EventHeader.FORMAT_DESCRIPTION && checksumBytes > 0) {
      check();
    }
  }

  /** Its own checksum is of the event before the server changed it for us. */
  private void describe() throws IOException {
    body.skip(body.remaining() - DESCRIPTION_TAIL);
    checksumBytes = body.u8() == CRC32_CHECKSUM ? CHECKSUM_BYTES : 0;
    body.skipAll();
    move();
  }

  /** At a file's end, and before each file as an event that is in none. */
  private void rotate() throws IOException {
    long offset = body.unsigned(Long.BYTES);
    String file = body.text((int) body.remaining());
    position = new BinlogPosition(file, Math.max(FILE_HEAD, offset));
  }

  private void move() {
    if (header.next() == 0 || header.isArtificial() || header.isHeartbeat()) {
      return;
    }
    long offset = position.offset();
    long next = offset / WRAP * WRAP + header.next();
    position = new BinlogPosition(position.file(), next < offset ? next + WRAP : next);
  }

  private void check() throws IOException {
    long sum = checked.getChecksum().getValue();
    byte[] told = checked.readNBytes(CHECKSUM_BYTES);
    if (told.length < CHECKSUM_BYTES || Bytes.body(told).u32() != sum) {
      throw new IOException("an event before " + position + " came in with a wrong checksum");
    }
  }
}
