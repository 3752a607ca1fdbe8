package dev.lowtide.proxy.frame;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Each frame is a zlib stream of its own. */
final class ZlibDecompressor implements Decompressor {

  private final Inflater inflater = new Inflater();

  @Override
  public void begin() {
    inflater.reset();
  }

  @Override
  public void decompress(ByteBuffer compressed, ByteBuffer plain) {
    inflater.setInput(compressed);
    try {
      inflater.inflate(plain);
    } catch (DataFormatException e) {
      throw new MalformedFrameException("zlib: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
