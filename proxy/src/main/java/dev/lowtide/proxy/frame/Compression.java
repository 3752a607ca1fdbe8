package dev.lowtide.proxy.frame;

/** How packets are compressed once a client has signed in. */
public enum Compression {
  ZLIB {
    @Override
    Decompressor decompressor() {
      return new ZlibDecompressor();
    }
  },
  ZSTD {
    @Override
    Decompressor decompressor() {
      return new ZstdDecompressor();
    }
  };

  abstract Decompressor decompressor();
}
