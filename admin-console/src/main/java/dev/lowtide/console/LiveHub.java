package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Permission;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells open pages what has changed on them, {@code GET /updates?page=…}. One stream a page; all
 * who look at the same one share its rendering. Safe for any thread; {@link #tick} is confined to
 * one.
 */
final class LiveHub {

  /** The scheduler looks twice a second: with this, news are on a page within a second. */
  static final Duration TICK = Duration.ofMillis(250);

  /** Proxies between us and a browser give silent connections up after a minute or half of one. */
  private static final int HEARTBEAT_TICKS = 15 * 4;

  private static final int SIGNED_IN_TICKS = 4;

  /** Each is some kB and a file descriptor. */
  private static final int STREAMS_MAX = 1_000;

  /** Somebody's tabs; those that are not looked at close their streams. */
  private static final int STREAMS_OF_A_SESSION_MAX = 12;

  /** Each is rendered several times a second, in a millisecond or so. */
  private static final int PAGES_MAX = 100;

  /** Nobody, in however many browsers, takes the room of all others. */
  private static final int PAGES_OF_A_PERSON_MAX = 24;

  private static final String NOTE = "live-note";

  private static final Logger log = LoggerFactory.getLogger(LiveHub.class);

  private final Function<LiveAddress, Optional<LivePage>> pages;
  private final Templates templates;
  private final Guard guard;
  private final String greeting;
  private final String start = Secrets.next().replaceAll("\\W", "").substring(0, 8);
  private final Map<LiveAddress, LiveTopic> topics = new ConcurrentHashMap<>();
  private final Map<String, Integer> streamsOfSessions = new ConcurrentHashMap<>();
  private final AtomicInteger streams = new AtomicInteger();
  private long ticks;

  LiveHub(
      Function<LiveAddress, Optional<LivePage>> pages,
      Templates templates,
      Guard guard,
      String version) {
    this.pages = pages;
    this.templates = templates;
    this.guard = guard;
    this.greeting = "retry: 2000\nevent: version\ndata: " + version + "\n\n";
  }

  void route(RoutesConfig routes) {
    routes.get("/updates", this::open, Access.VIEWER);
  }

  private void open(Context context) throws IOException {
    Caller caller = Guard.caller(context);
    if (!caller.isBrowser()) {
      throw new IllegalArgumentException("live: is for pages (expected: GET /api/v1/status)");
    }
    LiveAddress address =
        LiveAddress.parse(context.queryParam("page"), caller.may(Permission.OPERATE));
    if (!isRoom(caller)) {
      context.status(HttpStatus.TOO_MANY_REQUESTS).result("too many open pages");
      return;
    }
    LiveTopic topic;
    try {
      topic = topic(address, caller);
    } catch (RuntimeException e) {
      onEnd(caller);
      throw e;
    }
    long seen = topic.resumed(context.header("Last-Event-ID"));
    context.res().setContentType("text/event-stream; charset=utf-8");
    LiveViewer viewer =
        new LiveViewer(
            topic,
            context.res().getOutputStream(),
            greeting,
            seen,
            guard.lasting(context),
            () -> onEnd(caller));
    context.future(() -> begin(address, topic, viewer));
  }

  /** From here on the request is nobody's thread's. */
  private CompletableFuture<?> begin(LiveAddress address, LiveTopic topic, LiveViewer viewer) {
    topic.add(viewer);
    LiveTopic other = topics.putIfAbsent(address, topic);
    if (other == null || other == topic) {
      viewer.begin();
    } else {
      // The topic was given up and made anew meanwhile; the browser comes again at once.
      viewer.end();
    }
    return viewer.ended();
  }

  /** A page that nobody looked at until now is rendered at the next tick. */
  private LiveTopic topic(LiveAddress address, Caller caller) {
    LiveTopic known = topics.get(address);
    if (known != null) {
      return known;
    }
    LivePage page =
        pages
            .apply(address)
            .orElseThrow(() -> new NotFoundResponse(address.path() + " does not change by itself"));
    failIfTooMany(caller);
    LiveTopic fresh = new LiveTopic(page, start, caller.name());
    LiveTopic quicker = topics.putIfAbsent(address, fresh);
    return quicker == null ? fresh : quicker;
  }

  private void failIfTooMany(Caller caller) {
    long theirs =
        topics.values().stream().filter(topic -> topic.openedBy().equals(caller.name())).count();
    if (topics.size() >= PAGES_MAX || theirs >= PAGES_OF_A_PERSON_MAX) {
      throw new IllegalArgumentException(
          "page: too many different ones are open (expected: at most "
              + PAGES_OF_A_PERSON_MAX
              + " of a person, "
              + PAGES_MAX
              + " of all)");
    }
  }

  private boolean isRoom(Caller caller) {
    int ofSession = streamsOfSessions.merge(caller.csrfToken(), 1, Integer::sum);
    if (ofSession > STREAMS_OF_A_SESSION_MAX || streams.incrementAndGet() > STREAMS_MAX) {
      if (ofSession <= STREAMS_OF_A_SESSION_MAX) {
        streams.decrementAndGet();
      }
      leave(caller);
      return false;
    }
    return true;
  }

  private void onEnd(Caller caller) {
    streams.decrementAndGet();
    leave(caller);
  }

  private void leave(Caller caller) {
    streamsOfSessions.computeIfPresent(
        caller.csrfToken(), (session, count) -> count == 1 ? null : count - 1);
  }

  /** Renders what somebody looks at, and tells them. Called every {@link #TICK} by one thread. */
  void tick() {
    try {
      look();
    } catch (RuntimeException e) {
      // Once it throws, it is never called again.
      log.error("open pages were not told", e);
    }
  }

  private void look() {
    ticks++;
    // Who comes in the very moment in which a page is given up puts it back.
    topics.values().removeIf(topic -> topic.viewers().isEmpty());
    topics.forEach(
        (address, topic) -> {
          if (topic.isDue(ticks) && rendered(address, topic)) {
            topic.viewers().forEach(LiveViewer::onNews);
          }
          lookAfter(topic);
        });
  }

  private void lookAfter(LiveTopic topic) {
    if (ticks % SIGNED_IN_TICKS == 0) {
      topic.viewers().stream().filter(viewer -> !viewer.isStillSignedIn()).forEach(LiveViewer::end);
    }
    if (ticks % HEARTBEAT_TICKS == 0) {
      topic.viewers().forEach(LiveViewer::beat);
    }
  }

  private boolean rendered(LiveAddress address, LiveTopic topic) {
    try {
      boolean isChanged = topic.render();
      String notice = templates.noticePiece(address.mayDecide());
      return topic.change(Map.of(NOTE, "", "notice", notice)) || isChanged;
    } catch (RuntimeException e) {
      log.debug("{} cannot be rendered: {}", address.path(), e.toString());
      return topic.change(Map.of(NOTE, "What you see is not current: it cannot be read now."));
    }
  }

  /** Ends all streams; browsers come back to whoever listens next. */
  void close() {
    topics.values().forEach(topic -> topic.viewers().forEach(LiveViewer::end));
  }
}
