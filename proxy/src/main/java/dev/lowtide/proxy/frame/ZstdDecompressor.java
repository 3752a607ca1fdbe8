package dev.lowtide.proxy.frame;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/**
 * Each frame of the protocol is a frame of zstd's. What a frame may make us keep, libzstd's own
 * limit for windows bounds, 128 MiB; those of servers and clients are at most the frame's 16 MiB.
 */
final class ZstdDecompressor implements Decompressor {

  private static final int SCRATCH_BYTES = 16 * 1024;

  private final ZstdDecompressCtx context = new ZstdDecompressCtx();

  /** The library reads native memory only. */
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);

  @Override
  public void begin() {
    context.reset();
  }

  @Override
  public void decompress(ByteBuffer compressed, ByteBuffer plain) {
    try {
      if (compressed.isDirect()) {
        context.decompressDirectByteBufferStream(plain, compressed);
      } else {
        decompressCopy(compressed, plain);
      }
    } catch (ZstdException e) {
      throw new MalformedFrameException("zstd: " + e.getMessage());
    }
  }

  private void decompressCopy(ByteBuffer compressed, ByteBuffer plain) {
    int begin = compressed.position();
    scratch.clear();
    scratch.put(compressed.slice().limit(Math.min(compressed.remaining(), SCRATCH_BYTES)));
    scratch.flip();
    context.decompressDirectByteBufferStream(plain, scratch);
    compressed.position(begin + scratch.position());
  }

  @Override
  public void close() {
    context.close();
  }
}
