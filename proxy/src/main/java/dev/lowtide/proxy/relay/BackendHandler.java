package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.frame.CompressedScanner;
import dev.lowtide.proxy.frame.MalformedFrameException;
import dev.lowtide.proxy.frame.PacketHeader;
import dev.lowtide.proxy.frame.PacketScanner;
import dev.lowtide.proxy.frame.Scanner;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import dev.lowtide.proxy.session.SessionTracker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The backend's leg, inbound: every byte goes on to the client, and is looked at on the way.
 *
 * <p>Only the greeting is kept until it is whole, because capabilities are masked in it. Confined
 * to the session's event loop.
 */
final class BackendHandler extends ChannelInboundHandlerAdapter {

  /** A greeting has some hundred bytes; the version is the only part without a fixed size. */
  private static final int GREETING_BYTES_MAX = 64 * 1024;

  private final RelaySession session;
  private final SessionTracker tracker;
  private final PacketScanner packets;
  private Scanner scanner;
  private @Nullable ByteBuf greeting;

  BackendHandler(RelaySession session) {
    this.session = session;
    this.tracker = session.tracker();
    this.packets = new PacketScanner(tracker);
    this.scanner = packets;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    session.metrics().backendBytes.inc(bytes.readableBytes());
    if (session.isEnding()) {
      bytes.release();
    } else if (session.isGreeted()) {
      sendOn(bytes);
    } else {
      readGreeting(ctx, bytes);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    session.flushClient();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    session.onBackendWritability(ctx.channel().isWritable());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    session.onBackendClosed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    session.onFailure(ctx.channel(), cause);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    scanner.close();
    if (greeting != null) {
      greeting.release();
      greeting = null;
    }
  }

  /** Whether all that came so far ends with a whole packet. */
  boolean isBetweenPackets() {
    return greeting == null && scanner.isBetweenPackets();
  }

  private void sendOn(ByteBuf bytes) {
    if (!tracker.isOpaque()) {
      scan(bytes);
    }
    session.writeToClient(bytes);
    session.onReplyBytes();
  }

  private void scan(ByteBuf bytes) {
    try {
      scanner.scan(bytes);
      if (scanner == packets && tracker.compression() != null) {
        scanner = new CompressedScanner(tracker.compression(), packets);
        session.onCompressed();
      }
    } catch (MalformedFrameException | LinkageError e) {
      // The latter where zstd has no library for this machine.
      tracker.becomeOpaque(String.valueOf(e.getMessage()));
    }
  }

  private void readGreeting(ChannelHandlerContext ctx, ByteBuf bytes) {
    ByteBuf all =
        greeting == null
            ? bytes
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), greeting, bytes);
    greeting = all;
    if (all.readableBytes() > GREETING_BYTES_MAX) {
      session.onFailure(
          ctx.channel(),
          new MalformedPacketException("greeting: over " + GREETING_BYTES_MAX + " bytes"));
    } else if (isWholePacket(all)) {
      greeting = null;
      int length = PacketHeader.length(all, all.readerIndex());
      ByteBuf payload = all.slice(all.readerIndex() + PacketHeader.BYTES, length);
      tracker.onGreeting(payload);
      if (session.login().onGreeting(payload)) {
        session.writeToClient(all);
        session.onGreeted();
      } else {
        all.release();
      }
    }
  }

  private static boolean isWholePacket(ByteBuf bytes) {
    return bytes.readableBytes() >= PacketHeader.BYTES
        && bytes.readableBytes()
            >= PacketHeader.BYTES + PacketHeader.length(bytes, bytes.readerIndex());
  }
}
