package dev.lowtide.it.chaos;

import java.util.List;
import java.util.function.LongConsumer;

/**
 * A change of a few rows of one writer.
 *
 * @param statements in which {@link #TABLE} stands for the table; they are sent for both tables
 * @param error that the server must answer the first of them with; 0 if none
 * @param isForBoth the statement names the truth too, as {@link #TRUTH}, and is sent once
 * @param isSerial the server chooses the key, and tells it to the effect
 * @param effect on the writer's book, once the server has done it
 */
record Change(
    List<String> statements, int error, boolean isForBoth, boolean isSerial, LongConsumer effect) {

  static final String TABLE = "{t}";
  static final String TRUTH = "{truth}";

  /** A key that the server is to choose. */
  static final String CHOSEN = "NULL";

  static final int DUPLICATE = 1062;
  static final int CHECK_VIOLATED = 3819;

  Change {
    statements = List.copyOf(statements);
  }

  static Change of(Runnable effect, String... statements) {
    return new Change(List.of(statements), 0, false, false, id -> effect.run());
  }

  static Change forBoth(Runnable effect, String statement) {
    return new Change(List.of(statement), 0, true, false, id -> effect.run());
  }

  static Change refused(int error, String statement) {
    return new Change(List.of(statement), error, false, false, id -> {});
  }
}
