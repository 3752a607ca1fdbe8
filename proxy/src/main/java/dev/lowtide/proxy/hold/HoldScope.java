package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which statements wait, and whose end is awaited meanwhile. What cannot be told apart waits too;
 * the deadline bounds the mistake.
 */
public sealed interface HoldScope {

  /** Whether the statement has to wait. */
  boolean covers(StatementBoundary boundary);

  /** Whether the session has to do with the scope once the statement has been sent on. */
  boolean concerns(StatementBoundary boundary);

  /** Whether what the session has open, or in flight, is what the holder wants to see ended. */
  boolean awaits(SessionSnapshot session);

  /** What it is about; null if it may be about any table. */
  @Nullable Reach reach();

  /** Whether there may be a statement that both make wait. */
  default boolean overlaps(HoldScope other) {
    Reach mine = reach();
    Reach others = other.reach();
    return mine == null || others == null || Overlap.of(mine, others);
  }

  /**
   * Statements that touch it in sessions which have not touched it yet: not in their open
   * transaction, by no LOCK TABLES and no open HANDLER. Those that have must go on, for whoever
   * waits for their locks waits for them.
   */
  record Touching(Reach reach) implements HoldScope {
    @Override
    public boolean covers(StatementBoundary boundary) {
      return boundary.statement().touches(reach) && !boundary.kept().touches(reach);
    }

    @Override
    public boolean concerns(StatementBoundary boundary) {
      return boundary.statement().touches(reach) || boundary.kept().touches(reach);
    }

    @Override
    public boolean awaits(SessionSnapshot session) {
      return session.mayTouch(reach);
    }

    @Override
    public String toString() {
      return "statements on " + Overlap.text(reach);
    }
  }

  /**
   * Statements that write to it in sessions which have not written to it yet. This is for a rebuild
   * by ALGORITHM=COPY alone, beneath which reads go on: here a session that has read the table must
   * not go on to write to it. It would ask for a stronger lock while the rebuild, which holds one
   * that is in its way, comes to ask for the strongest and finds the session's shared one in its
   * own. The server ends that circle with error 1213, and for the session, not for the rebuild.
   */
  record WritesTo(Reach reach) implements HoldScope {
    @Override
    public boolean covers(StatementBoundary boundary) {
      return boundary.statement().writes(reach) && !boundary.kept().writes(reach);
    }

    @Override
    public boolean concerns(StatementBoundary boundary) {
      return boundary.statement().writes(reach) || boundary.kept().writes(reach);
    }

    @Override
    public boolean awaits(SessionSnapshot session) {
      return anyOf(session, footprint -> footprint.writes(reach));
    }

    @Override
    public String toString() {
      return "writes to " + Overlap.text(reach);
    }
  }

  /** Statements that touch any table, in sessions that have touched none. */
  record Everything() implements HoldScope {
    @Override
    public boolean covers(StatementBoundary boundary) {
      return !boundary.statement().isNone() && boundary.kept().isNone();
    }

    @Override
    public boolean concerns(StatementBoundary boundary) {
      return !boundary.statement().isNone() || !boundary.kept().isNone();
    }

    @Override
    public boolean awaits(SessionSnapshot session) {
      return anyOf(session, footprint -> !footprint.isNone());
    }

    @Override
    public @Nullable Reach reach() {
      return null;
    }

    @Override
    public String toString() {
      return "statements on any table";
    }
  }

  /**
   * Statements that would take a read view lasting beyond them. A transaction whose view is older
   * than a rebuilt table gets error 1412 when it first looks at it, so none may begin around the
   * cut-over. Statements outside transactions flow.
   *
   * <p>Awaited are views that are kept, and, because nobody can tell in time whether it will leave
   * one behind, every command that was in flight already.
   */
  record NewReadViews() implements HoldScope {
    @Override
    public boolean covers(StatementBoundary boundary) {
      return boundary.opensReadView();
    }

    @Override
    public boolean concerns(StatementBoundary boundary) {
      return boundary.opensReadView();
    }

    @Override
    public boolean awaits(SessionSnapshot session) {
      return session.phase() == SessionPhase.OPAQUE
          || session.command() != null
          || session.transaction().readViewSinceNanos() != null;
    }

    @Override
    public @Nullable Reach reach() {
      return null;
    }

    @Override
    public String toString() {
      return "new read views";
    }
  }

  private static boolean anyOf(SessionSnapshot session, Predicate<Footprint> what) {
    SessionSnapshot.CommandSnapshot command = session.command();
    return session.phase() == SessionPhase.OPAQUE
        || what.test(session.transaction().touched())
        || what.test(session.belongings().lockedTables())
        || what.test(session.belongings().openHandlers())
        || (command != null && what.test(command.footprint()));
  }
}
