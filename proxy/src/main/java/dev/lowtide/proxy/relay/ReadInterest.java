package dev.lowtide.proxy.relay;

import io.netty.channel.Channel;
import java.util.EnumSet;
import java.util.Set;

/**
 * The only one who turns a channel's reading off and on: it reads while nobody objects. Confined to
 * the channel's event loop.
 */
final class ReadInterest {

  /** Why a channel is not read from. */
  enum Objection {
    /** The peer takes bytes more slowly than they come. */
    PEER_IS_FULL,
    /** As much has been kept back as we are willing to keep. */
    INBOX_IS_FULL
  }

  private final Channel channel;
  private final Set<Objection> objections = EnumSet.noneOf(Objection.class);

  ReadInterest(Channel channel) {
    this.channel = channel;
  }

  void set(Objection objection, boolean isRaised) {
    boolean isChanged = isRaised ? objections.add(objection) : objections.remove(objection);
    if (isChanged) {
      channel.config().setAutoRead(objections.isEmpty());
    }
  }
}
