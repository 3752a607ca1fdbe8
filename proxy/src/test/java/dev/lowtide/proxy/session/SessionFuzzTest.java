package dev.lowtide.proxy.session;

import static dev.lowtide.proxy.session.Payloads.bytes;
import static dev.lowtide.proxy.session.Payloads.command;
import static dev.lowtide.proxy.session.Payloads.definition;
import static dev.lowtide.proxy.session.Payloads.eof;
import static dev.lowtide.proxy.session.Payloads.err;
import static dev.lowtide.proxy.session.Payloads.head;
import static dev.lowtide.proxy.session.Payloads.ok;
import static dev.lowtide.proxy.session.Payloads.okAsEof;
import static dev.lowtide.proxy.session.Payloads.prepareOk;
import static dev.lowtide.proxy.session.Payloads.query;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lowtide.proxy.frame.PacketHeader;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.session.WatchedSession.Event;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever both sides of a session say and in whatever order: following it never fails, is given up
 * at worst, and what it counts agrees with what was said.
 *
 * <p>A script says in its first byte whether to sign in first, and with which capabilities. Then
 * come payloads, each with a byte for what happens, how often, the payload's length, and itself.
 */
class SessionFuzzTest {

  private static final List<Event> EVENTS = List.of(Event.values());

  private static final int NOT_SIGNED_IN = 1;
  private static final int WITH_DEPRECATE_EOF = 2;
  private static final int WITH_QUERY_ATTRIBUTES = 4;
  private static final int WITH_SESSION_TRACK = 8;

  private static final int SEQUENCE_ID_SHIFT = 3;
  private static final int IS_CONTINUED = 0x20;
  private static final int IS_OFTEN = 0x40;

  /** So that 255 times this is more than may be in flight. */
  private static final int FLOOD = 64;

  /** Long texts by the thousand would show nothing new, slowly. */
  private static final int FLOOD_BYTES_MAX = 5;

  private static final int REPEATS_MAX = 4;

  @MethodSource("conversations")
  @FuzzTest(maxDuration = "5m")
  void everyConversationIsFollowedOrGivenUp(byte[] script) {
    WatchedSession session = new WatchedSession();
    ByteBuf bytes = Unpooled.wrappedBuffer(script);
    int choice = bytes.isReadable() ? bytes.readUnsignedByte() : NOT_SIGNED_IN;
    if ((choice & NOT_SIGNED_IN) == 0) {
      session.signIn(capabilities(choice));
    }
    while (bytes.readableBytes() >= 3) {
      play(session, bytes);
    }
    session.end();
  }

  private static void play(WatchedSession session, ByteBuf bytes) {
    int what = bytes.readUnsignedByte();
    int often = bytes.readUnsignedByte();
    int length = Math.min(bytes.readUnsignedByte(), bytes.readableBytes());
    boolean isFlood = (what & IS_OFTEN) != 0 && length <= FLOOD_BYTES_MAX;
    int times = 1 + (isFlood ? often * FLOOD : often % REPEATS_MAX);
    int announced = (what & IS_CONTINUED) == 0 ? length : PacketHeader.LENGTH_MAX;
    int sequenceId = what >> SEQUENCE_ID_SHIFT & 3;
    PayloadHead head =
        new PayloadHead().at(bytes, bytes.readerIndex(), length, announced, sequenceId);
    for (int i = 0; i < times; i++) {
      session.on(EVENTS.get((what & 7) % EVENTS.size()), head);
    }
    session.check();
    bytes.skipBytes(length);
  }

  private static long capabilities(int choice) {
    return 1L << 9
        | 1 << 15
        | ((choice & WITH_SESSION_TRACK) == 0 ? 0 : 1 << 23)
        | ((choice & WITH_DEPRECATE_EOF) == 0 ? 0 : 1 << 24)
        | ((choice & WITH_QUERY_ATTRIBUTES) == 0 ? 0 : 1 << 27);
  }

  static Stream<byte[]> conversations() {
    PayloadHead begin = query("BEGIN");
    PayloadHead update = query("UPDATE shop.orders SET a = 1");
    return Stream.of(
        script(0).sends(begin).reply(ok(3)).sends(update).reply(err()).end(),
        script(0).select().reply(bytes(1), definition(), eof(2), bytes(1, '1'), eof(2)).end(),
        script(WITH_DEPRECATE_EOF)
            .select()
            .reply(bytes(1), definition(), okAsEof(0x0A), ok(2))
            .end(),
        script(WITH_QUERY_ATTRIBUTES).sends(command(3, "\0\1SELECT 1")).reply(err()).end(),
        script(WITH_SESSION_TRACK).sends(query("USE shop")).reply(stateChanged()).end(),
        script(0).sends(query("LOAD DATA LOCAL INFILE 'x' INTO TABLE shop.t")).upload().end(),
        script(0).sends(command(0x16, "SELECT ?")).reply(prepareOk(1, 1, 1)).executed().end(),
        script(0).sends(command(0x11, "u\0\0db\0")).reply(bytes(0xFE, 'x'), ok(2)).end(),
        script(0).sends(command(0x12, "....")).reply(bytes(0, 1), eof(0)).end(),
        script(0).often(Event.COMMAND, 160, command(0x0E, "")).often(Event.REPLY, 9, ok(2)).end(),
        script(0).on(Event.COMMAND_AT_A_HOLD, update).sends(command(1, "")).end(),
        script(NOT_SIGNED_IN).signIn().reply(err()).end());
  }

  private static PayloadHead stateChanged() {
    return bytes(0, 0, 0, 2, 0x40, 0, 0, 0, 7, 1, 5, 4, 's', 'h', 'o', 'p');
  }

  private static Script script(int choice) {
    return new Script(choice);
  }

  /** A conversation for the fuzzer to start from. */
  private static final class Script {

    private final ByteBuf bytes = Unpooled.buffer();

    Script(int choice) {
      bytes.writeByte(choice);
    }

    Script on(Event event, PayloadHead head) {
      return say(EVENTS.indexOf(event) | head.sequenceId() << SEQUENCE_ID_SHIFT, 0, head);
    }

    Script often(Event event, int times, PayloadHead head) {
      return say(EVENTS.indexOf(event) | IS_OFTEN, times, head);
    }

    Script sends(PayloadHead head) {
      return on(Event.COMMAND, head);
    }

    Script select() {
      return sends(query("SELECT * FROM shop.orders"));
    }

    Script reply(PayloadHead... heads) {
      for (PayloadHead head : heads) {
        on(Event.REPLY, head);
      }
      return this;
    }

    Script upload() {
      return reply(bytes(0xFB, 'x')).sends(bytes('1')).sends(bytes()).reply(ok(2));
    }

    Script executed() {
      reply(definition(), eof(2), definition(), eof(2));
      sends(command(0x17, "\1\0\0\0\1\1\0\0\0"));
      reply(bytes(1), definition(), eof(0x42));
      return sends(command(0x1C, "\1\0\0\0\1\0\0\0")).reply(bytes(0, 0), eof(0x82));
    }

    Script signIn() {
      PayloadHead greeting = head(0, ByteBufUtil.getBytes(Payloads.greeting(capabilities(0))));
      on(Event.GREETING, greeting);
      on(Event.HANDSHAKE_RESPONSE, Payloads.handshakeResponse(capabilities(0)));
      return on(Event.ENCRYPTED, bytes()).reply(ok(2));
    }

    byte[] end() {
      return ByteBufUtil.getBytes(bytes);
    }

    private Script say(int what, int times, PayloadHead head) {
      bytes.writeByte(what).writeByte(times).writeByte(head.packetLength());
      bytes.writeBytes(head.bytes());
      return this;
    }
  }
}
