package dev.lowtide.webhook;

import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.Dependency;
import dev.lowtide.scheduler.operator.Notices;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells one receiver everything in its order, each thing until it is taken; what nobody takes for
 * days is given up, so that the rest is told. Confined to one thread, but for how it is.
 */
public final class WebhookSender {

  /** Soon enough for whoever waits for a message, and hardly a query a second. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final Duration RETRY_MAX = Duration.ofMinutes(5);

  /** A receiver that was away over a long weekend has missed nothing. */
  static final Duration GIVEN_UP_AFTER = Duration.ofDays(4);

  private static final Pattern RUN = Pattern.compile("^run (\\d{1,18})\\b");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);

  private final Webhook webhook;
  private final Notices notices;
  private final String consoleUrl;
  private final Delivery delivery = new Delivery();
  private final Clock clock;
  private int failures;
  private volatile String problem = "";
  private volatile @Nullable Instant lastTaken;

  /**
   * @param consoleUrl where people look at runs
   */
  public WebhookSender(Webhook webhook, Notices notices, String consoleUrl, Clock clock) {
    this.webhook = webhook;
    this.notices = notices;
    this.consoleUrl = consoleUrl;
    this.clock = clock;
  }

  /** Sends what there is, and says after which time to look again. */
  public Duration step() throws InterruptedException {
    List<AuditEntry> entries = notices.next(webhook.receiver());
    for (AuditEntry entry : entries) {
      if (!isDone(entry)) {
        return retryAfter();
      }
      notices.told(webhook.receiver(), entry.id());
    }
    return LOOK_EVERY;
  }

  /** Whether the next one may follow. */
  private boolean isDone(AuditEntry entry) throws InterruptedException {
    Optional<NoticeEvent> event = NoticeEvent.of(entry).filter(webhook.events()::contains);
    if (event.isEmpty()) {
      return true;
    }
    String body = body(event.get(), entry);
    try {
      delivery.send(webhook.url(), headers(event.get(), entry, body), body);
      onTaken();
      return true;
    } catch (IOException e) {
      return onFailure(entry, e);
    }
  }

  private Map<String, String> headers(NoticeEvent event, AuditEntry entry, String body) {
    return Map.of(
        "Lowtide-Event", event.word(),
        "Lowtide-Delivery", String.valueOf(entry.id()),
        "Lowtide-Signature", Signature.of(webhook.secret(), clock.instant(), body));
  }

  private String body(NoticeEvent event, AuditEntry entry) {
    ObjectNode body =
        MAPPER
            .createObjectNode()
            .put("delivery", entry.id())
            .put("event", event.word())
            .put("at", entry.at().toString())
            .put("by", entry.by())
            .put("text", entry.text());
    run(entry).ifPresent(run -> body.put("run", run).put("url", consoleUrl + "/runs/" + run));
    return MAPPER.writeValueAsString(body);
  }

  /** All lines that others are told of begin with it. */
  private static Optional<Long> run(AuditEntry entry) {
    Matcher matcher = RUN.matcher(entry.text());
    return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
  }

  private void onTaken() {
    if (failures > 0) {
      log.info("webhook {} takes notices again", webhook.place());
    }
    failures = 0;
    problem = "";
    lastTaken = clock.instant();
  }

  private boolean onFailure(AuditEntry entry, IOException e) {
    failures++;
    problem = "does not take notices: " + e;
    if (failures == 1) {
      log.warn("webhook {} does not take notices: {}", webhook.place(), e.toString());
    }
    boolean isTooOld = entry.at().plus(GIVEN_UP_AFTER).isBefore(clock.instant());
    if (isTooOld) {
      log.error("webhook {} was never told of line {}", webhook.place(), entry.id());
    }
    return isTooOld;
  }

  /** How the receiver is, and when it last took something. Safe for any thread. */
  public Dependency dependency(String name) {
    Instant taken = lastTaken;
    return new Dependency(
        name + " (" + webhook.place() + ")",
        false,
        problem,
        taken == null ? null : Duration.between(taken, clock.instant()));
  }

  private Duration retryAfter() {
    Duration delay = LOOK_EVERY.multipliedBy(1L << Math.min(failures, 10));
    return delay.compareTo(RETRY_MAX) < 0 ? delay : RETRY_MAX;
  }
}
