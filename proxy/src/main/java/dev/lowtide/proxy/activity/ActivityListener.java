package dev.lowtide.proxy.activity;

/** One method per {@link ActivityEvent}, so that a new event breaks the build where it matters. */
public interface ActivityListener {

  void onSessionOpened(ActivityEvent.SessionOpened event);

  void onSessionClosed(ActivityEvent.SessionClosed event);

  void onSessionBecameOpaque(ActivityEvent.SessionBecameOpaque event);

  void onStatementFinished(ActivityEvent.StatementFinished event);

  void onFeedGap(ActivityEvent.FeedGap event);
}
