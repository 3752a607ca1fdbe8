package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;

/** Says how much of a stream may go on. Confined to one event loop. */
public interface Gate {

  /** Who decides. */
  interface Keeper {

    /** How many of the next payload's bytes must be at hand to decide. */
    int headBytes();

    /**
     * Whether the payload may go on. If not, it is asked again at the next call.
     *
     * @param canWait false if what went before it cannot go on without it: then it must
     */
    boolean mayPass(PayloadHead head, boolean canWait);
  }

  /** How many bytes from the reader index on may pass now; the caller must let them pass. */
  int passable(ByteBuf in);

  /** Nothing will be asked any more. */
  void close();
}
