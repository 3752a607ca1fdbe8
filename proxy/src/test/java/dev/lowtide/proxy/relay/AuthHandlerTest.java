package dev.lowtide.proxy.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.auth.AuthExchange;
import dev.lowtide.proxy.auth.AuthKey;
import dev.lowtide.proxy.auth.Leg;
import dev.lowtide.proxy.auth.Legs;
import dev.lowtide.proxy.frame.PacketHeader;
import dev.lowtide.proxy.protocol.ErrPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthHandlerTest implements AuthHandler.Listener {

  private static final byte[] OK = {0, 0, 0, 2, 0, 0, 0};
  private static final byte[] FULL = {1, 4};
  private static final byte[] PING = {0x0E};

  private final CompletableFuture<AuthKey> key = new CompletableFuture<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new AuthHandler(
              peers ->
                  AuthExchange.ofLogin(
                      new Legs(Leg.PLAIN, Leg.TLS), new byte[20], "localhost", peers),
              2,
              key,
              this));

  private boolean isOver;
  private int refusedWith = -1;

  @AfterEach
  void nothingIsLeft() {
    channel.finishAndReleaseAll();
  }

  @Test
  void eachSideCountsItsOwnPackets() {
    channel.writeInbound(packet(1, login()));
    assertThat(sequenceId(channel.readInbound())).isEqualTo(2);

    channel.writeOutbound(packet(3, FULL));
    assertThat(sequenceId(nextToClient())).isEqualTo(2);

    channel.writeInbound(packet(3, new byte[] {2}));
    key.complete(AuthKey.make());
    channel.runPendingTasks();
    assertThat(sequenceId(nextToClient())).isEqualTo(4);
    assertThat(channel.<Object>readInbound()).isNull();

    channel.writeOutbound(packet(4, OK));
    assertThat(sequenceId(nextToClient())).isEqualTo(5);
    assertThat(isOver).isTrue();
    assertThat(channel.pipeline().get(AuthHandler.class)).isNull();
  }

  @Test
  void packetsMayComeByteByByte() {
    ByteBuf login = packet(1, login());
    while (login.isReadable()) {
      assertThat(channel.<Object>readInbound()).isNull();
      channel.writeInbound(Unpooled.copiedBuffer(login.readSlice(1)));
    }
    login.release();
    assertThat(sequenceId(channel.readInbound())).isEqualTo(2);

    ByteBuf ok = packet(3, OK);
    while (ok.isReadable()) {
      assertThat(isOver).isFalse();
      channel.writeOutbound(Unpooled.copiedBuffer(ok.readSlice(1)));
    }
    ok.release();
    assertThat(isOver).isTrue();
  }

  @Test
  void whatWasSentAheadGoesOnWhenTheLoginIsOver() {
    channel.writeInbound(Unpooled.wrappedBuffer(packet(1, login()), packet(0, PING)));
    release(channel.readInbound());
    assertThat(channel.<Object>readInbound()).isNull();

    channel.writeOutbound(Unpooled.wrappedBuffer(packet(3, OK), packet(1, OK)));

    assertThat(sequenceId(channel.readInbound())).isZero();
    assertThat(sequenceId(nextToClient())).isEqualTo(2);
    assertThat(sequenceId(nextToClient())).isEqualTo(1);
  }

  @Test
  void aLoginThatIsNoneIsRefusedWithTheClientsNextNumber() {
    channel.writeInbound(packet(1, new byte[] {1, 2, 3}));

    assertThat(refusedWith).isEqualTo(2);
    assertThat(channel.pipeline().get(AuthHandler.class)).isNull();
  }

  @Test
  void moreThanALoginCanHaveIsRefused() {
    ByteBuf much = Unpooled.buffer();
    PacketHeader.write(much, 0xFFFFFE, 1);
    much.writeZero(128 * 1024);
    channel.writeInbound(much);

    assertThat(refusedWith).isNotNegative();
  }

  @Test
  void aKeyThatCouldNotBeMadeEndsTheLogin() {
    channel.writeInbound(packet(1, login()));
    release(channel.readInbound());
    channel.writeOutbound(packet(3, FULL));
    release(nextToClient());
    channel.writeInbound(packet(3, new byte[] {2}));
    key.completeExceptionally(new IllegalStateException("no entropy"));
    channel.runPendingTasks();

    assertThat(refusedWith).isEqualTo(4);
  }

  @Override
  public void onAuthenticationOver(AuthExchange exchange) {
    isOver = true;
  }

  @Override
  public void onAuthenticationRefused(ErrPacket error, String why, int sequenceId) {
    refusedWith = sequenceId;
  }

  /** Behind what is written there are empty buffers, which mark that it was written. */
  private ByteBuf nextToClient() {
    ByteBuf packet = channel.readOutbound();
    while (!packet.isReadable()) {
      packet = channel.readOutbound();
    }
    return packet;
  }

  private static byte[] login() {
    ByteBuf out = Unpooled.buffer();
    out.writeIntLE(1 << 9 | 1 << 15 | 1 << 19).writeZero(28);
    out.writeCharSequence("ann\0\0caching_sha2_password\0", UTF_8);
    byte[] payload = new byte[out.readableBytes()];
    out.readBytes(payload).release();
    return payload;
  }

  private static ByteBuf packet(int sequenceId, byte[] payload) {
    ByteBuf out = Unpooled.buffer();
    PacketHeader.write(out, payload.length, sequenceId);
    return out.writeBytes(payload);
  }

  private static int sequenceId(ByteBuf packet) {
    int sequenceId = PacketHeader.sequenceId(packet, packet.readerIndex());
    packet.release();
    return sequenceId;
  }

  private static void release(ByteBuf packet) {
    packet.release();
  }
}
