package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;

/** Looks at a stream of bytes that others send on. Confined to one event loop. */
public interface Scanner {

  /** Looks over all readable bytes; moves no index. */
  void scan(ByteBuf in);

  /** Whether what was looked over ends with a whole payload. */
  boolean isBetweenPackets();

  /** Nothing will be looked at any more. */
  void close();
}
