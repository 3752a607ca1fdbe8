package dev.lowtide.it.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a writer came to. Confined to its thread, and to the checker's once it has ended; anybody
 * may look at the number of commits.
 */
final class Tally {

  /** Who has heard so many will not learn more from the next. */
  private static final int ERRORS_MAX = 20;

  private final List<String> errors = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private long statements;
  private final AtomicLong commits = new AtomicLong();
  private long rollbacks;
  private long conflicts;
  private long breaks;
  private long worstNanos;
  private String worstStatement = "";

  void took(long nanos, String statement) {
    statements++;
    if (nanos > worstNanos) {
      worstNanos = nanos;
      worstStatement = brief(statement);
    }
  }

  void committed() {
    commits.incrementAndGet();
  }

  void rolledBack() {
    rollbacks++;
  }

  void conflict() {
    conflicts++;
  }

  void broken() {
    breaks++;
  }

  /** A client was told what it should not have been. */
  void error(String text) {
    if (errors.size() < ERRORS_MAX) {
      errors.add(text);
    }
  }

  /** A row is not what it must be. */
  void wrong(String text) {
    if (wrong.size() < ERRORS_MAX) {
      wrong.add(text);
    }
  }

  void add(Tally other) {
    statements += other.statements;
    commits.addAndGet(other.commits());
    rollbacks += other.rollbacks;
    conflicts += other.conflicts;
    breaks += other.breaks;
    errors.addAll(other.errors);
    wrong.addAll(other.wrong);
    if (other.worstNanos > worstNanos) {
      worstNanos = other.worstNanos;
      worstStatement = other.worstStatement;
    }
  }

  List<String> errors() {
    return errors;
  }

  List<String> wrong() {
    return wrong;
  }

  long commits() {
    return commits.get();
  }

  long statements() {
    return statements;
  }

  long worstMillis() {
    return worstNanos / 1_000_000;
  }

  String worstStatement() {
    return worstStatement;
  }

  @Override
  public String toString() {
    return commits
        + " commits, "
        + rollbacks
        + " rollbacks, "
        + conflicts
        + " conflicts, "
        + breaks
        + " breaks, worst "
        + worstMillis()
        + " ms";
  }

  static String brief(String statement) {
    return statement.length() < 120 ? statement : statement.substring(0, 120) + "…";
  }
}
