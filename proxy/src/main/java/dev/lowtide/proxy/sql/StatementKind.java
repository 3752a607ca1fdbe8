package dev.lowtide.proxy.sql;

/** Kinds of statements, as far as locks and transactions tell them apart. */
public enum StatementKind {
  /** Nothing but space and comments. */
  EMPTY,
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
  REPLACE,
  LOAD,
  HANDLER,
  /** BEGIN or START TRANSACTION. */
  BEGIN,
  /** START TRANSACTION WITH CONSISTENT SNAPSHOT: a read view at once. */
  BEGIN_SNAPSHOT,
  COMMIT,
  ROLLBACK,
  /** SAVEPOINT, RELEASE SAVEPOINT, ROLLBACK TO. */
  SAVEPOINT,
  XA,
  SET,
  USE,
  LOCK_TABLES,
  UNLOCK_TABLES,
  /** Definitions of tables and all else that commits implicitly. */
  DDL,
  CALL,
  /** A prepared statement by name; its text was seen earlier or never. */
  EXECUTE,
  /** SHOW and all else that reads no table of a user's and changes no transaction. */
  SHOW,
  /** More than one statement in one command. */
  MULTI,
  OTHER;

  /**
   * Of several statements one that locks tables counts most: what is locked outlives the others.
   */
  StatementKind and(StatementKind next) {
    if (this == EMPTY || next == EMPTY) {
      return this == EMPTY ? next : this;
    }
    return this == LOCK_TABLES || next == LOCK_TABLES ? LOCK_TABLES : MULTI;
  }

  /** One statement, if it is this or that. An empty one ends in an error, so it never counts. */
  StatementKind or(StatementKind other) {
    return this == other ? this : and(other);
  }

  /**
   * Whether success means that a transaction which was open before is so no longer, even if one is
   * open now. Of definitions and LOCK TABLES only the server's flags tell: those of temporary
   * tables commit nothing.
   */
  public boolean endsTransaction() {
    return this == BEGIN || this == BEGIN_SNAPSHOT || this == COMMIT || this == ROLLBACK;
  }

  /**
   * Whether the statement may look at data even if it names no table: a function may, and where one
   * is called cannot be told from a text.
   */
  public boolean mayReadData() {
    return switch (this) {
      case EMPTY, BEGIN, COMMIT, ROLLBACK, SAVEPOINT, XA, USE, LOCK_TABLES, UNLOCK_TABLES, SHOW ->
          false;
      case SELECT,
          INSERT,
          UPDATE,
          DELETE,
          REPLACE,
          LOAD,
          HANDLER,
          BEGIN_SNAPSHOT,
          SET,
          DDL,
          CALL,
          EXECUTE,
          MULTI,
          OTHER ->
          true;
    };
  }

  /** Whether, outside a transaction, the statement leaves none behind even if it fails. */
  public boolean isPlain() {
    return switch (this) {
      case EMPTY,
          SELECT,
          INSERT,
          UPDATE,
          DELETE,
          REPLACE,
          LOAD,
          HANDLER,
          COMMIT,
          ROLLBACK,
          SAVEPOINT,
          USE,
          UNLOCK_TABLES,
          DDL,
          SHOW ->
          true;
      case BEGIN, BEGIN_SNAPSHOT, XA, SET, LOCK_TABLES, CALL, EXECUTE, MULTI, OTHER -> false;
    };
  }
}
