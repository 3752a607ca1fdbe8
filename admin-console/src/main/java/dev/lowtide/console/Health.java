package dev.lowtide.console;

import java.util.Map;

/** Whether what Lowtide depends on is well. Safe for any thread. */
@FunctionalInterface
public interface Health {

  /** Each dependency by name: empty if it is well, else what is wrong. */
  Map<String, String> problems();
}
