package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.protocol.ErrPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a client hears last of its session, which ends when it has been sent. Said once; nothing may
 * be written to the client behind it. Confined to the session's event loop.
 */
final class LastWord {

  /** A client that does not take its last bytes in this time does not get them. */
  private static final Duration FLUSH_MAX = Duration.ofSeconds(5);

  private final SocketChannel client;
  private final Runnable onSaid;
  private boolean isBegun;
  private boolean isCompressed;

  LastWord(SocketChannel client, Runnable onSaid) {
    this.client = client;
    this.onSaid = onSaid;
  }

  /** The client hears nothing from here on that is not in a compressed frame. */
  void onCompressed() {
    isCompressed = true;
  }

  /** Whether what comes from either side is of no use any more. */
  boolean isBegun() {
    return isBegun;
  }

  /** Says why it ends. Before capabilities are agreed on, the server leaves the state out. */
  void say(ErrPacket error, int sequenceId, boolean withSqlState) {
    endWhenFlushed(packet(error, sequenceId, withSqlState));
  }

  /** What was written before is all there is. */
  void sayNothingMore() {
    endWhenFlushed(Unpooled.EMPTY_BUFFER);
  }

  /**
   * For a client that may be sending still. It is heard out, because closing on bytes that were not
   * read would take our last word back.
   */
  void sayAndHearOut(ErrPacket error, int sequenceId) {
    isBegun = true;
    client
        .writeAndFlush(packet(error, sequenceId, true))
        .addListener(flushed -> client.shutdownOutput());
    endAtTheLatest();
  }

  private void endWhenFlushed(ByteBuf lastBytes) {
    isBegun = true;
    client.writeAndFlush(lastBytes).addListener(flushed -> onSaid.run());
    if (client.isOpen()) {
      endAtTheLatest();
    }
  }

  private void endAtTheLatest() {
    client.eventLoop().schedule(onSaid, FLUSH_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  private ByteBuf packet(ErrPacket error, int sequenceId, boolean withSqlState) {
    return isCompressed
        ? ErrorBytes.frame(client.alloc(), error, sequenceId, sequenceId)
        : ErrorBytes.packet(client.alloc(), error, sequenceId, withSqlState);
  }
}
