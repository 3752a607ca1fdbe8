package dev.lowtide.app;

import org.jspecify.annotations.Nullable;

/** Which Lowtide this is. */
final class Version {

  private Version() {}

  /** As the jar's manifest says; there is none in a build directory. */
  static String text() {
    @Nullable String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
