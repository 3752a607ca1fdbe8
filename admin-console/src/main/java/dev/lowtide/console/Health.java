package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Dependency;
import java.util.List;

/** How whatever Lowtide depends on is. Safe for any thread. */
@FunctionalInterface
public interface Health {

  /** As it was at the last look at each, in the order in which people care. Never waits. */
  List<Dependency> look();
}
