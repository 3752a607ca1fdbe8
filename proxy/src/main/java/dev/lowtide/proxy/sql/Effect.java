package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.IsolationLevel;
import dev.lowtide.proxy.activity.TableName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a statement's success leaves behind in its session, besides its transaction. */
public sealed interface Effect {

  /** Hands this effect to the listener's method for its kind. */
  void tell(EffectListener listener);

  /** Whether the session keeps less because of it, or touches less of what others see. */
  default boolean isLess() {
    return false;
  }

  /**
   * SET TRANSACTION ISOLATION LEVEL and its like.
   *
   * @param isForSession or else for the next transaction only
   */
  record IsolationSet(IsolationLevel level, boolean isForSession) implements Effect {
    @Override
    public void tell(EffectListener listener) {
      listener.onIsolationSet(this);
    }
  }

  /** GET_LOCK() is called somewhere in it. */
  record UserLockTaken() implements Effect {
    @Override
    public void tell(EffectListener listener) {
      listener.onUserLockTaken(this);
    }
  }

  /** RELEASE_LOCK() is, or RELEASE_ALL_LOCKS(). */
  record UserLockReleased(boolean isAll) implements Effect {
    @Override
    public boolean isLess() {
      return true;
    }

    @Override
    public void tell(EffectListener listener) {
      listener.onUserLockReleased(this);
    }
  }

  /** HANDLER … OPEN; the alias is in lower case. */
  record HandlerOpened(String alias, TableName table) implements Effect {
    @Override
    public void tell(EffectListener listener) {
      listener.onHandlerOpened(this);
    }
  }

  /** HANDLER … CLOSE; the alias is in lower case. */
  record HandlerClosed(String alias) implements Effect {
    @Override
    public boolean isLess() {
      return true;
    }

    @Override
    public void tell(EffectListener listener) {
      listener.onHandlerClosed(this);
    }
  }

  /** CREATE TEMPORARY TABLE: from here on the name means no table that others see. */
  record TemporaryTableCreated(TableName table) implements Effect {
    @Override
    public boolean isLess() {
      return true;
    }

    @Override
    public void tell(EffectListener listener) {
      listener.onTemporaryTableCreated(this);
    }
  }

  /**
   * DROP TABLE, which takes a temporary table first if there is one of the name; or ALTER TABLE …
   * RENAME, after which no temporary table has the old name.
   */
  record TablesDropped(Set<TableName> tables) implements Effect {
    public TablesDropped {
      tables = Set.copyOf(tables);
    }

    @Override
    public void tell(EffectListener listener) {
      listener.onTablesDropped(this);
    }
  }

  /**
   * PREPARE name FROM text. Names of statements are in lower case here and in what follows.
   *
   * @param facts those of the text; null if it is in a variable
   */
  record NamedPrepared(String name, @Nullable StatementFacts facts) implements Effect {
    @Override
    public void tell(EffectListener listener) {
      listener.onNamedPrepared(this);
    }
  }

  /**
   * EXECUTE name. The facts of such a text say that its footprint is unknown, since what the name
   * means is the session's matter: who knows, by {@link NamedPrepared}, looks for this effect
   * before the statement runs.
   */
  record NamedExecuted(String name) implements Effect {
    @Override
    public void tell(EffectListener listener) {
      listener.onNamedExecuted(this);
    }
  }

  /** DEALLOCATE PREPARE. */
  record NamedDeallocated(String name) implements Effect {
    @Override
    public boolean isLess() {
      return true;
    }

    @Override
    public void tell(EffectListener listener) {
      listener.onNamedDeallocated(this);
    }
  }

  /** One of the XA statements but XA RECOVER, with the xid as it was written. */
  record XaStep(Verb verb, String xid) implements Effect {

    /** The steps of an XA transaction. */
    public enum Verb {
      START,
      END,
      PREPARE,
      COMMIT,
      ROLLBACK
    }

    @Override
    public boolean isLess() {
      return verb == Verb.COMMIT || verb == Verb.ROLLBACK;
    }

    @Override
    public void tell(EffectListener listener) {
      listener.onXaStep(this);
    }
  }
}
