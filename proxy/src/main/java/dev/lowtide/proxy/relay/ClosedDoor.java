package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.frame.CompressedGate;
import dev.lowtide.proxy.frame.Gate;
import dev.lowtide.proxy.frame.PayloadSkipper;
import dev.lowtide.proxy.protocol.ErrPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands that name a closed schema out of what the client sends, and answers them in the
 * server's words; the server never hears of them.
 *
 * <p>An answer may stand nowhere but between replies, so whoever finds such a command waits until
 * those to all commands before it have come. In a compressed stream it can be taken out if its
 * frames have nothing else in them, as those of clients that wait for replies; otherwise the
 * session ends. Confined to the session's event loop.
 */
final class ClosedDoor {

  private static final Logger log = LoggerFactory.getLogger(ClosedDoor.class);

  private final RelaySession session;
  private final Channel client;

  /** What the command that stands first names; null if it names nothing closed. */
  private @Nullable String schema;

  private PayloadSkipper skipper = new PayloadSkipper();

  ClosedDoor(RelaySession session, Channel client) {
    this.session = session;
    this.client = client;
  }

  /** Whether a command is being taken out, so that nothing else may pass. */
  boolean isRefusing() {
    return schema != null;
  }

  /** The command that stands next is to be taken out. */
  void refuse(String closedSchema) {
    schema = closedSchema;
    skipper = new PayloadSkipper();
  }

  /** How many of the bytes were taken out, if any; the caller drops them. */
  int takeOut(ByteBuf bytes, Gate gate) {
    if (schema == null) {
      return 0;
    }
    return gate instanceof CompressedGate compressed
        ? takeFrames(compressed, schema)
        : takePackets(bytes, schema);
  }

  private int takePackets(ByteBuf bytes, String closedSchema) {
    int taken = skipper.skip(bytes);
    if (skipper.isOver()) {
      answer(
          ErrorBytes.packet(client.alloc(), error(closedSchema), skipper.sequenceId() + 1, true));
    }
    return taken;
  }

  private int takeFrames(CompressedGate gate, String closedSchema) {
    int taken = gate.dropDeclined();
    if (taken == CompressedGate.NOT_WHOLE) {
      schema = null;
    } else if (taken == CompressedGate.NOT_ALONE) {
      endTelling(closedSchema);
    } else {
      answer(ErrorBytes.frame(client.alloc(), error(closedSchema), gate.sequenceId() + 1, 1));
    }
    return taken;
  }

  /** Where the command cannot be told apart from others that the server is to get. */
  void endTelling(String closedSchema) {
    schema = null;
    session.endTelling(error(closedSchema));
  }

  private void answer(ByteBuf bytes) {
    schema = null;
    session.writeToClient(bytes);
    session.flushClient();
  }

  private ErrPacket error(String closedSchema) {
    log.warn(
        "session={} user={} refused: a command names the schema {}, which is closed to clients",
        session.tracker().id(),
        session.tracker().user(),
        closedSchema);
    return ErrPacket.accessDeniedToSchema(
        session.tracker().user(), session.hostAtBackend(), closedSchema);
  }
}
