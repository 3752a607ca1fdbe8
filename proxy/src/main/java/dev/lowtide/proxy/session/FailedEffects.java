package dev.lowtide.proxy.session;

import dev.lowtide.proxy.sql.Effect;
import dev.lowtide.proxy.sql.EffectListener;

/**
 * What may be left of a text that failed: of one statement next to nothing, of several everything
 * that stood before the one that failed. What would be kept is added, what would be given up is
 * not.
 */
final class FailedEffects implements EffectListener {

  private final BelongingsTracker belongings;
  private final PreparedStatements prepared;
  private final boolean isBehindSuccess;

  FailedEffects(
      BelongingsTracker belongings, PreparedStatements prepared, boolean isBehindSuccess) {
    this.belongings = belongings;
    this.prepared = prepared;
    this.isBehindSuccess = isBehindSuccess;
  }

  @Override
  public void onIsolationSet(Effect.IsolationSet effect) {
    belongings.onIsolationDoubtful(effect);
  }

  /** The row before the one that failed may have taken it. */
  @Override
  public void onUserLockTaken(Effect.UserLockTaken effect) {
    belongings.onUserLockTaken(effect);
  }

  @Override
  public void onUserLockReleased(Effect.UserLockReleased effect) {}

  @Override
  public void onHandlerOpened(Effect.HandlerOpened effect) {
    if (isBehindSuccess) {
      belongings.onHandlerOpened(effect);
    }
  }

  @Override
  public void onHandlerClosed(Effect.HandlerClosed effect) {}

  @Override
  public void onTemporaryTableCreated(Effect.TemporaryTableCreated effect) {}

  @Override
  public void onTablesDropped(Effect.TablesDropped effect) {
    belongings.onTablesDoubtful(effect);
  }

  /** A name that cannot be prepared anew does not keep what it had before. */
  @Override
  public void onNamedPrepared(Effect.NamedPrepared effect) {
    if (isBehindSuccess) {
      prepared.onNamed(effect.name(), null);
    } else {
      prepared.onDeallocated(effect.name());
    }
  }

  @Override
  public void onNamedExecuted(Effect.NamedExecuted effect) {}

  @Override
  public void onNamedDeallocated(Effect.NamedDeallocated effect) {}

  @Override
  public void onXaStep(Effect.XaStep effect) {
    if (isBehindSuccess && effect.verb() == Effect.XaStep.Verb.START) {
      belongings.onXaStep(effect);
    }
  }
}
