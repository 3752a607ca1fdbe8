package dev.lowtide.proxy.frame;

import java.nio.ByteBuffer;

/** Decompresses one frame after the other. Holds native memory. Confined to one event loop. */
interface Decompressor {

  /** The next bytes begin a frame. */
  void begin();

  /**
   * Moves through what it is given and what there is room for, as far as either lasts.
   *
   * @throws MalformedFrameException if the bytes are not what this algorithm makes
   */
  void decompress(ByteBuffer compressed, ByteBuffer plain);

  void close();
}
