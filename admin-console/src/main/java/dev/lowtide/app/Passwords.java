package dev.lowtide.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A password as the file gives it: itself, or the name of a file that holds it. */
final class Passwords {

  private static final String PASSWORD = "password";

  private Passwords() {}

  static String required(String section, @Nullable String password, @Nullable String file)
      throws ConfigException {
    return required(section, PASSWORD, password, file);
  }

  /**
   * The same of what is called otherwise.
   *
   * @param setting its name; with File behind it, that of the file's
   */
  static String required(
      String section, String setting, @Nullable String password, @Nullable String file)
      throws ConfigException {
    if (password == null && file == null) {
      throw notOne(section, setting);
    }
    return optional(section, setting, password, file);
  }

  /** Empty if there is none. */
  static String optional(String section, @Nullable String password, @Nullable String file)
      throws ConfigException {
    return optional(section, PASSWORD, password, file);
  }

  private static String optional(
      String section, String setting, @Nullable String password, @Nullable String file)
      throws ConfigException {
    if (password != null && file != null) {
      throw notOne(section, setting);
    }
    if (file != null) {
      return read(section + "." + setting, file);
    }
    return password == null ? "" : password;
  }

  private static String read(String setting, String file) throws ConfigException {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new ConfigException(setting + "File: " + file + " (expected: a file that can be read)");
    }
  }

  private static ConfigException notOne(String section, String setting) {
    return new ConfigException(
        "%s: %s and %sFile (expected: one of the two, and not both)"
            .formatted(section, setting, setting));
  }
}
