package dev.lowtide.console;

import java.util.List;

/** The configuration file of what runs here. Safe for any thread. */
@FunctionalInterface
public interface Configuration {

  /**
   * Reads the file again and applies what can change while Lowtide runs, all of it or nothing.
   *
   * @throws IllegalArgumentException if it cannot be used, naming what is wrong; nothing has
   *     changed
   */
  Reloaded reload();

  /**
   * What came of it, by the names of settings.
   *
   * @param changed in force from now on
   * @param needsRestart not as the file says until the next start
   */
  record Reloaded(List<String> changed, List<String> needsRestart) {

    public Reloaded {
      changed = List.copyOf(changed);
      needsRestart = List.copyOf(needsRestart);
    }

    /** For people and the audit trail. */
    public String text() {
      return "changed: " + names(changed) + "; needs a restart: " + names(needsRestart);
    }

    private static String names(List<String> settings) {
      return settings.isEmpty() ? "nothing" : String.join(", ", settings);
    }
  }
}
