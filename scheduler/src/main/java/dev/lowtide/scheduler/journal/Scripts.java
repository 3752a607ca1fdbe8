package dev.lowtide.scheduler.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts of migrations, as they lie in this build. */
final class Scripts {

  private Scripts() {}

  /** One by its name; empty if there is none. */
  static String read(String name) {
    String path = "/" + Migrations.LOCATION + "/" + name;
    try (InputStream in = Scripts.class.getResourceAsStream(path)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
