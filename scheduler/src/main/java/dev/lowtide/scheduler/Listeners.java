package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.ActivityEvent.FeedGap;
import dev.lowtide.proxy.activity.ActivityEvent.SessionBecameOpaque;
import dev.lowtide.proxy.activity.ActivityEvent.SessionClosed;
import dev.lowtide.proxy.activity.ActivityEvent.SessionOpened;
import dev.lowtide.proxy.activity.ActivityEvent.StatementFinished;
import dev.lowtide.proxy.activity.ActivityListener;

/** Two who are told the same: a feed can be drained only once. */
record Listeners(ActivityListener one, ActivityListener other) implements ActivityListener {

  @Override
  public void onSessionOpened(SessionOpened event) {
    one.onSessionOpened(event);
    other.onSessionOpened(event);
  }

  @Override
  public void onSessionClosed(SessionClosed event) {
    one.onSessionClosed(event);
    other.onSessionClosed(event);
  }

  @Override
  public void onSessionBecameOpaque(SessionBecameOpaque event) {
    one.onSessionBecameOpaque(event);
    other.onSessionBecameOpaque(event);
  }

  @Override
  public void onStatementFinished(StatementFinished event) {
    one.onStatementFinished(event);
    other.onStatementFinished(event);
  }

  @Override
  public void onFeedGap(FeedGap event) {
    one.onFeedGap(event);
    other.onFeedGap(event);
  }
}
