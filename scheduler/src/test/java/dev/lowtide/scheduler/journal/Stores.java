package dev.lowtide.scheduler.journal;

import java.util.UUID;

/** Stores that nobody else sees and that leave nothing behind. */
public final class Stores {

  private Stores() {}

  public static Store inMemory() {
    return Store.open("jdbc:h2:mem:" + UUID.randomUUID());
  }
}
