package dev.lowtide.proxy.frame;

import com.github.luben.zstd.Zstd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Packets, and compressed frames with packets in them. */
final class Frames {

  private Frames() {}

  /** A packet whose payload counts up from zero. */
  static byte[] packet(int length) {
    ByteBuf out = Unpooled.buffer();
    PacketHeader.write(out, length, 0);
    for (int i = 0; i < length; i++) {
      out.writeByte(i);
    }
    return ByteBufUtil.getBytes(out);
  }

  static byte[] join(byte[]... parts) {
    return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(parts));
  }

  /** The stream in frames of so many plain bytes each. */
  static byte[] packed(Compression compression, byte[] plain, int bytesAFrame) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int at = 0; at < plain.length; at += bytesAFrame) {
      byte[] part = Arrays.copyOfRange(plain, at, Math.min(plain.length, at + bytesAFrame));
      frames.writeBytes(frame(compressed(compression, part), part.length));
    }
    return frames.toByteArray();
  }

  /** The stream in one frame, as it is. */
  static byte[] stored(byte[] plain) {
    return frame(plain, 0);
  }

  static byte[] frame(byte[] body, int plainLength) {
    ByteBuf out = Unpooled.buffer();
    out.writeMediumLE(body.length).writeByte(0).writeMediumLE(plainLength).writeBytes(body);
    return ByteBufUtil.getBytes(out);
  }

  private static byte[] compressed(Compression compression, byte[] plain) {
    return switch (compression) {
      case ZLIB -> deflated(plain);
      case ZSTD -> Zstd.compress(plain);
    };
  }

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater();
    deflater.setInput(plain);
    deflater.finish();
    byte[] out = new byte[plain.length + 64];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }
}
