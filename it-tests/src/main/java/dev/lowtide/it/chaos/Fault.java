package dev.lowtide.it.chaos;

import java.util.List;
import java.util.Random;

/** What goes wrong, or comes in between, while a table is shrunk. */
enum Fault {
  KILL_LOWTIDE(true),
  KILL_SERVER(true),
  CUT_LINK(true),
  PAUSE(false),
  ABORT(false),
  FLUSH_LOGS(false),
  OPEN_TRANSACTION(false),
  READ_VIEW(false),
  CLIENT_DDL(false);

  private final boolean isBreaking;

  Fault(boolean isBreaking) {
    this.isBreaking = isBreaking;
  }

  static Fault any(Random random) {
    return List.of(values()).get(random.nextInt(values().length));
  }

  /** Connections break by it. */
  boolean isBreaking() {
    return isBreaking;
  }
}
