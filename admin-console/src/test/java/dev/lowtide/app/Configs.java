package dev.lowtide.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Configuration files in a folder of the test's own. */
record Configs(Path folder) {

  /** What has no default, and nothing else. */
  static final String LEAST =
      """
      proxy:
        backend: "127.0.0.1:3306"
      target:
        user: lowtide
        password: secret
      """;

  /** The least, and one setting such as {@code proxy.sessionsMax} more. */
  static String with(String setting, String value) {
    int dot = setting.indexOf('.');
    String section = setting.substring(0, dot) + ":\n";
    String line = "  " + setting.substring(dot + 1) + ": " + value + "\n";
    return LEAST.contains(section)
        ? LEAST.replace(section, section + line)
        : LEAST + section + line;
  }

  Path file() {
    return folder.resolve("lowtide.yaml");
  }

  AppConfig read(String text) throws IOException, ConfigException {
    return ConfigReader.read(Files.writeString(file(), text));
  }

  /** Its state is in the folder, too. */
  Settings settings(String text) throws IOException, ConfigException {
    return Settings.of(read(text), Map.of("LOWTIDE_HOME", folder.toString()));
  }
}
