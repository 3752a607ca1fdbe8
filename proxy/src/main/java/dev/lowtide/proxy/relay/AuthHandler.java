package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.auth.AuthExchange;
import dev.lowtide.proxy.auth.AuthKey;
import dev.lowtide.proxy.frame.PacketHeader;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries one {@link AuthExchange} out between the client and the rest of the pipeline, which by
 * that hears the backend's dialect only. Numbers the packets of each side by that side's own count.
 * Leaves the pipeline when the exchange is over. Confined to the session's event loop.
 */
final class AuthHandler extends ChannelDuplexHandler implements AuthExchange.Peers {

  /** A login with 64 KiB of connection attributes, and as much again for the rest of it. */
  private static final int BYTES_MAX = 128 * 1024;

  private static final int SEQUENCE_IDS = 0x100;

  /** Who is told how it ends. */
  interface Listener {

    void onAuthenticationOver(AuthExchange exchange);

    /** The sequence id is the one that an error sent to the client now must have. */
    void onAuthenticationRefused(ErrPacket error, String why, int sequenceId);
  }

  private final AuthExchange exchange;
  private final CompletionStage<AuthKey> key;
  private final Listener listener;

  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf fromClient;
  private @Nullable ByteBuf fromBackend;
  private boolean isBegun;
  private boolean isOver;
  private boolean isBackendToBeFlushed;
  private int clientSequenceId;
  private int backendSequenceId;

  /** The first packet to the backend gets this sequence id. */
  AuthHandler(
      Function<AuthExchange.Peers, AuthExchange> exchange,
      int backendSequenceId,
      CompletionStage<AuthKey> key,
      Listener listener) {
    this.exchange = exchange.apply(this);
    this.backendSequenceId = backendSequenceId;
    this.key = key;
    this.listener = listener;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** Bytes of the client's that were on the other side of this already. */
  void takeBack(ByteBuf bytes) {
    ChannelHandlerContext ctx = context();
    channelRead(ctx, bytes);
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    fromClient = join(ctx, fromClient, (ByteBuf) message);
    try {
      readClient();
    } catch (MalformedPacketException e) {
      refuse(ErrPacket.badHandshake(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    fromBackend = join(ctx, fromBackend, (ByteBuf) message);
    try {
      readBackend();
    } catch (MalformedPacketException e) {
      refuse(ErrPacket.badHandshake(), String.valueOf(e.getMessage()));
    }
    if (isBackendToBeFlushed) {
      isBackendToBeFlushed = false;
      ctx.fireChannelReadComplete();
    }
    if (!promise.isVoid()) {
      ctx.write(Unpooled.EMPTY_BUFFER, promise);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    isOver = true;
    exchange.end();
    fromClient = releaseAll(fromClient);
    fromBackend = releaseAll(fromBackend);
  }

  @Override
  public void toClient(byte[] payload) {
    context().write(packet(payload, clientSequenceId++));
  }

  @Override
  public void toBackend(byte[] payload) {
    isBackendToBeFlushed = true;
    context().fireChannelRead(packet(payload, backendSequenceId++));
  }

  @Override
  public void askForKey() {
    ChannelHandlerContext ctx = context();
    key.whenComplete((made, failure) -> ctx.executor().execute(() -> onKey(ctx, made, failure)));
  }

  @Override
  public void refuse(ErrPacket error, String why) {
    if (!isOver) {
      isOver = true;
      context().pipeline().remove(this);
      listener.onAuthenticationRefused(error, why, clientSequenceId % SEQUENCE_IDS);
    }
  }

  @Override
  public void onOver() {
    isOver = true;
    listener.onAuthenticationOver(exchange);
    ChannelHandlerContext ctx = context();
    ByteBuf ofClient = fromClient;
    ByteBuf ofBackend = fromBackend;
    fromClient = null;
    fromBackend = null;
    ctx.pipeline().remove(this);
    if (ofBackend != null) {
      ctx.write(ofBackend);
    }
    if (ofClient != null) {
      ctx.fireChannelRead(ofClient).fireChannelReadComplete();
    }
  }

  private void onKey(
      ChannelHandlerContext ctx, @Nullable AuthKey made, @Nullable Throwable failure) {
    if (isOver) {
      return;
    }
    if (made == null) {
      refuse(ErrPacket.badHandshake(), "there is no key for passwords: " + failure);
    } else {
      exchange.onKey(made);
      ctx.flush();
    }
  }

  /** A packet with sequence id 0 begins a command that was sent ahead: it waits. */
  private void readClient() {
    while (!isOver && isWhole(fromClient)) {
      ByteBuf all = Objects.requireNonNull(fromClient);
      int sequenceId = PacketHeader.sequenceId(all, all.readerIndex());
      if (isBegun && sequenceId == 0) {
        break;
      }
      isBegun = true;
      clientSequenceId = sequenceId + 1;
      byte[] payload = payload(all);
      fromClient = unlessEmpty(all);
      exchange.onClient(payload);
    }
    requireFew(fromClient);
  }

  private void readBackend() {
    while (!isOver && isWhole(fromBackend)) {
      ByteBuf all = Objects.requireNonNull(fromBackend);
      backendSequenceId = PacketHeader.sequenceId(all, all.readerIndex()) + 1;
      byte[] payload = payload(all);
      fromBackend = unlessEmpty(all);
      exchange.onBackend(payload);
    }
    requireFew(fromBackend);
  }

  /** Takes a packet out of the buffer and leaves nothing of it there: it may be a password. */
  private static byte[] payload(ByteBuf all) {
    int length = PacketHeader.length(all, all.readerIndex());
    all.skipBytes(PacketHeader.BYTES);
    byte[] payload = new byte[length];
    all.getBytes(all.readerIndex(), payload);
    all.setZero(all.readerIndex(), length);
    all.skipBytes(length);
    return payload;
  }

  /** Around the payload itself, not a copy of it: what the exchange wipes is gone. */
  private static ByteBuf packet(byte[] payload, int sequenceId) {
    ByteBuf header = Unpooled.buffer(PacketHeader.BYTES);
    PacketHeader.write(header, payload.length, sequenceId);
    return Unpooled.wrappedBuffer(header, Unpooled.wrappedBuffer(payload));
  }

  private static boolean isWhole(@Nullable ByteBuf bytes) {
    return bytes != null
        && bytes.readableBytes() >= PacketHeader.BYTES
        && bytes.readableBytes()
            >= PacketHeader.BYTES + PacketHeader.length(bytes, bytes.readerIndex());
  }

  private static ByteBuf join(ChannelHandlerContext ctx, @Nullable ByteBuf kept, ByteBuf bytes) {
    return kept == null
        ? bytes
        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), kept, bytes);
  }

  private static @Nullable ByteBuf unlessEmpty(ByteBuf bytes) {
    return bytes.isReadable() ? bytes : releaseAll(bytes);
  }

  private static @Nullable ByteBuf releaseAll(@Nullable ByteBuf bytes) {
    if (bytes != null) {
      bytes.release();
    }
    return null;
  }

  private static void requireFew(@Nullable ByteBuf bytes) {
    if (bytes != null && bytes.readableBytes() > BYTES_MAX) {
      throw new MalformedPacketException(
          "login: " + bytes.readableBytes() + " bytes (expected: at most " + BYTES_MAX + ")");
    }
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context);
  }
}
