package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.TableName;

/** Which statements wait. What cannot be told apart waits too; the deadline bounds the mistake. */
public sealed interface HoldScope {

  boolean covers(StatementBoundary boundary);

  /**
   * Statements that need a write lock on the table and whose transaction does not have it yet. One
   * that has it must go on, or whoever waits for that lock waits for us.
   */
  record WritesTo(TableName table) implements HoldScope {
    @Override
    public boolean covers(StatementBoundary boundary) {
      return boundary.statement().writes(table) && !boundary.transaction().writes(table);
    }

    @Override
    public String toString() {
      return "writes to " + table;
    }
  }

  /** Statements that need any lock on the table which their transaction does not have yet. */
  record Touching(TableName table) implements HoldScope {
    @Override
    public boolean covers(StatementBoundary boundary) {
      return new FirstTouch(table).covers(boundary) || new WritesTo(table).covers(boundary);
    }

    @Override
    public String toString() {
      return "statements on " + table;
    }
  }

  /** Statements on the table in transactions that have not touched it yet. */
  record FirstTouch(TableName table) implements HoldScope {
    @Override
    public boolean covers(StatementBoundary boundary) {
      return boundary.statement().touches(table) && !boundary.transaction().touches(table);
    }

    @Override
    public String toString() {
      return "first statements on " + table;
    }
  }

  /**
   * Statements that would take a read view lasting beyond them. A transaction whose view is older
   * than a rebuilt table gets error 1412 when it first looks at it, so none may begin around the
   * cut-over. Statements outside transactions flow.
   */
  record NewReadViews() implements HoldScope {
    @Override
    public boolean covers(StatementBoundary boundary) {
      return boundary.opensReadView();
    }

    @Override
    public String toString() {
      return "new read views";
    }
  }
}
