package dev.lowtide.proxy.sql;

/** One method per {@link Effect}, so that a new effect breaks the build where it matters. */
public interface EffectListener {

  void onIsolationSet(Effect.IsolationSet effect);

  void onUserLockTaken(Effect.UserLockTaken effect);

  void onUserLockReleased(Effect.UserLockReleased effect);

  void onHandlerOpened(Effect.HandlerOpened effect);

  void onHandlerClosed(Effect.HandlerClosed effect);

  void onTemporaryTableCreated(Effect.TemporaryTableCreated effect);

  void onTablesDropped(Effect.TablesDropped effect);

  void onNamedPrepared(Effect.NamedPrepared effect);

  void onNamedExecuted(Effect.NamedExecuted effect);

  void onNamedDeallocated(Effect.NamedDeallocated effect);

  void onXaStep(Effect.XaStep effect);
}
