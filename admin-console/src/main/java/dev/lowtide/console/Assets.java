package dev.lowtide.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * What pages load besides themselves. A handful of small files, read once: a file server that
 * mounts the jar keeps an index of all its entries, some 20 MiB.
 */
public final class Assets {

  private static final String FOLDER = "static/";
  private static final Map<String, Asset> ALL = new LinkedHashMap<>();

  static {
    add("lowtide.css", "text/css; charset=utf-8");
    add("lowtide.js", "text/javascript; charset=utf-8");
    add("lowtide.svg", "image/svg+xml");
  }

  /** One file. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and handed to one writer.
  record Asset(String name, String contentType, byte[] content, String version) {

    String path() {
      return "/" + FOLDER + name;
    }
  }

  private Assets() {}

  static Iterable<Asset> all() {
    return ALL.values();
  }

  /** Where a page finds it: another address for other content, so that none is ever stale. */
  public static String url(String name) {
    Asset asset = Objects.requireNonNull(ALL.get(name), name);
    return asset.path() + "?v=" + asset.version;
  }

  /** All of them: another one if any has changed. */
  static String version() {
    return ALL.values().stream().map(Asset::version).collect(Collectors.joining("."));
  }

  private static void add(String name, String contentType) {
    byte[] content = read(FOLDER + name);
    CRC32 sum = new CRC32();
    sum.update(content);
    String version = HexFormat.of().toHexDigits((int) sum.getValue());
    ALL.put(name, new Asset(name, contentType, content, version));
  }

  static byte[] read(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
