package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The plainest way to find payloads: with all bytes at hand, from the first to the last. */
final class WholeStream {

  private WholeStream() {}

  /** The payloads whose wanted bytes are all there. */
  static List<String> heads(ByteBuf stream, IntUnaryOperator headBytes) {
    List<String> heads = new ArrayList<>();
    walk(stream, headBytes, heads);
    return heads;
  }

  /** How far into the stream one comes when no payload goes on before its head is there. */
  static int passable(ByteBuf stream, IntUnaryOperator headBytes) {
    return walk(stream, headBytes, new ArrayList<>());
  }

  static String show(PayloadHead head) {
    return "#%d %d %s"
        .formatted(head.sequenceId(), head.packetLength(), ByteBufUtil.hexDump(head.bytes()));
  }

  private static int walk(ByteBuf stream, IntUnaryOperator headBytes, List<String> heads) {
    boolean isFirst = true;
    int at = 0;
    while (at + 4 <= stream.writerIndex()) {
      int length = at(stream, at) + at(stream, at + 1) * 256 + at(stream, at + 2) * 65536;
      int wanted = isFirst ? Math.min(length, headBytes.applyAsInt(heads.size())) : 0;
      if (at + 4 + wanted > stream.writerIndex()) {
        return at;
      }
      if (isFirst) {
        String bytes = ByteBufUtil.hexDump(stream, at + 4, wanted);
        heads.add("#%d %d %s".formatted(at(stream, at + 3), length, bytes));
      }
      isFirst = length != 0xFFFFFF;
      at += 4 + length;
    }
    return Math.min(at, stream.writerIndex());
  }

  private static int at(ByteBuf stream, int index) {
    return stream.getUnsignedByte(index);
  }
}
