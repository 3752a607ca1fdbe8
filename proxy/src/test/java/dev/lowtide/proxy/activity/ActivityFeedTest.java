package dev.lowtide.proxy.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.ActivityEvent.FeedGap;
import dev.lowtide.proxy.activity.ActivityEvent.SessionBecameOpaque;
import dev.lowtide.proxy.activity.ActivityEvent.SessionClosed;
import dev.lowtide.proxy.activity.ActivityEvent.SessionOpened;
import dev.lowtide.proxy.activity.ActivityEvent.StatementFinished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivityFeedTest {

  private final ActivityFeed feed = new ActivityFeed(3, () -> 77);
  private final Listener listener = new Listener();

  @Test
  void tellsEventsInOrder() {
    feed.publish(closed(1));
    feed.publish(closed(2));

    feed.drain(listener);

    assertThat(listener.heard).containsExactly(closed(1), closed(2));
  }

  @Test
  void whatFindsNoRoomIsToldAsAGap() {
    for (int i = 1; i <= 5; i++) {
      feed.publish(closed(i));
    }

    feed.drain(listener);

    assertThat(listener.heard).containsExactly(new FeedGap(77, 2), closed(1), closed(2), closed(3));
  }

  @Test
  void aGapIsToldOnce() {
    for (int i = 1; i <= 4; i++) {
      feed.publish(closed(i));
    }
    feed.drain(listener);
    listener.heard.clear();

    feed.publish(closed(6));
    feed.drain(listener);

    assertThat(listener.heard).containsExactly(closed(6));
  }

  @Test
  void finishedStatementsKeepTheirPlaceAmongOtherEventsRoundAfterRound() {
    Footprint orders = Footprint.of(new TableName("shop", "orders"), Access.WRITE);
    SessionId session = new SessionId(9);
    for (int round = 0; round < 4; round++) {
      feed.publishFinished(session, round, orders, 5, true);
      feed.publish(closed(round));

      feed.drain(listener);

      assertThat(listener.heard)
          .containsExactly(
              new StatementFinished(session, round, orders, Duration.ofNanos(5), true),
              closed(round));
      listener.heard.clear();
    }
  }

  @Test
  void aFinishedStatementThatFindsNoRoomIsPartOfTheGap() {
    for (int i = 1; i <= 4; i++) {
      feed.publishFinished(new SessionId(i), 0, Footprint.NONE, 0, false);
    }

    feed.drain(listener);

    assertThat(listener.heard).hasSize(4).contains(new FeedGap(77, 1));
  }

  private static SessionClosed closed(long id) {
    return new SessionClosed(new SessionId(id), 0, id);
  }

  private static final class Listener implements ActivityListener {
    final List<ActivityEvent> heard = new ArrayList<>();

    @Override
    public void onSessionOpened(SessionOpened event) {
      heard.add(event);
    }

    @Override
    public void onSessionClosed(SessionClosed event) {
      heard.add(event);
    }

    @Override
    public void onSessionBecameOpaque(SessionBecameOpaque event) {
      heard.add(event);
    }

    @Override
    public void onStatementFinished(StatementFinished event) {
      heard.add(event);
    }

    @Override
    public void onFeedGap(FeedGap event) {
      heard.add(event);
    }
  }
}
