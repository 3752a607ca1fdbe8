package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.RowKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Batches as bytes in a spool file. They are read by the process that wrote them, only. */
final class BatchCodec {

  private BatchCodec() {}

  static byte[] encode(Batch batch) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(batch.since());
      out.writeLong(batch.mark());
      BinlogPosition position = batch.resumeAt();
      out.writeBoolean(position != null);
      if (position != null) {
        out.writeUTF(position.file());
        out.writeLong(position.offset());
      }
      out.writeInt(batch.keys().size());
      for (RowKey key : batch.keys()) {
        write(out, key);
      }
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, RowKey key) throws IOException {
    out.writeByte(key.values().size());
    for (String value : key.values()) {
      out.writeUTF(value);
    }
  }

  static Batch decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long since = in.readLong();
      long mark = in.readLong();
      BinlogPosition position = position(in);
      int count = in.readInt();
      Set<RowKey> keys = new LinkedHashSet<>(count * 2);
      for (int i = 0; i < count; i++) {
        keys.add(key(in));
      }
      return new Batch(keys, position, mark, since);
    }
  }

  private static @Nullable BinlogPosition position(DataInputStream in) throws IOException {
    return in.readBoolean() ? new BinlogPosition(in.readUTF(), in.readLong()) : null;
  }

  private static RowKey key(DataInputStream in) throws IOException {
    int count = in.readUnsignedByte();
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(in.readUTF());
    }
    return new RowKey(values);
  }
}
