package dev.lowtide.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.Dependency;
import dev.lowtide.scheduler.operator.Notices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookSenderTest {

  private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
  private static final String SECRET = "a-secret-of-ours-1";

  /** Says 200, and that more is to come. */
  private static final int NEVER_ENDS = -200;

  private final List<AuditEntry> trail = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<String> signatures = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private HttpServer receiver;
  private int answer = 204;
  private long told;

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/hook", this::take);
    receiver.start();
  }

  @AfterEach
  void close() {
    receiver.stop(0);
  }

  @Test
  void tellsWhatHappenedInItsOrder() throws InterruptedException {
    happened("request", "run 7 for shop.orders");
    happened("APPROVED", "run 7 for shop.orders: approved by eve");

    assertThat(sender(all(), NOW).step()).isEqualTo(WebhookSender.LOOK_EVERY);

    assertThat(events).containsExactly("run.requested", "run.approved");
    assertThat(bodies.get(0))
        .isEqualTo(
            "{\"delivery\":1,\"event\":\"run.requested\",\"at\":\"2026-03-01T02:00:00Z\","
                + "\"by\":\"ann\",\"text\":\"run 7 for shop.orders\",\"run\":7,"
                + "\"url\":\"https://lowtide.example/runs/7\"}");
    assertThat(signatures.get(0)).isEqualTo(Signature.of(SECRET, NOW, bodies.get(0)));
    assertThat(told).isEqualTo(2);
  }

  @Test
  void tellsNothingElse() throws InterruptedException {
    happened("sign in", "from 192.0.2.1");
    happened("SUCCEEDED", "run 7 for shop.orders: rebuilt");
    happened("FAILED", "run 8 for shop.carts: no");

    sender(Set.of(NoticeEvent.FAILED), NOW).step();

    assertThat(events).containsExactly("run.failed");
    assertThat(told).isEqualTo(3);
  }

  @Test
  void whatIsNotTakenIsToldAgainLaterAndLater() throws InterruptedException {
    happened("request", "run 7 for shop.orders");
    happened("APPROVED", "run 7 for shop.orders: approved by eve");
    answer = 503;
    WebhookSender sender = sender(all(), NOW);

    assertThat(sender.step()).isEqualTo(Duration.ofSeconds(2));
    assertThat(sender.step()).isEqualTo(Duration.ofSeconds(4));
    assertThat(told).isZero();
    answer = 200;
    assertThat(sender.step()).isEqualTo(WebhookSender.LOOK_EVERY);

    assertThat(events)
        .containsExactly("run.requested", "run.requested", "run.requested", "run.approved");
    assertThat(told).isEqualTo(2);
  }

  @Test
  void saysHowItsReceiverIsAndWhenThatLastTookSomething() throws InterruptedException {
    WebhookSender sender = sender(all(), NOW);
    String name = "webhook 1 (http://127.0.0.1:" + receiver.getAddress().getPort() + ")";
    assertThat(sender.dependency("webhook 1")).isEqualTo(new Dependency(name, false, "", null));

    happened("request", "run 7 for shop.orders");
    answer = 503;
    sender.step();
    assertThat(sender.dependency("webhook 1").problem()).contains("answered 503");
    assertThat(sender.dependency("webhook 1").sinceSuccess()).isNull();

    answer = 200;
    sender.step();
    assertThat(sender.dependency("webhook 1"))
        .isEqualTo(new Dependency(name, false, "", Duration.ZERO));
  }

  @Test
  void aRedirectIsNotFollowed() throws InterruptedException {
    happened("request", "run 7 for shop.orders");
    answer = 307;

    sender(all(), NOW).step();

    assertThat(events).containsExactly("run.requested");
    assertThat(told).isZero();
  }

  /** Else nobody would be told anything for as long as it likes. */
  @Test
  void whoNeverComesToAnEndHasTakenItAllTheSame() {
    happened("request", "run 7 for shop.orders");
    answer = NEVER_ENDS;

    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> sender(all(), NOW).step());

    assertThat(told).isEqualTo(1);
  }

  @Test
  void whoIsNotThereIsToldLater() throws InterruptedException {
    happened("request", "run 7 for shop.orders");
    WebhookSender sender = sender(all(), NOW);
    receiver.stop(0);

    assertThat(sender.step()).isEqualTo(Duration.ofSeconds(2));

    assertThat(told).isZero();
  }

  @Test
  void whatNobodyTookForDaysIsGivenUp() throws InterruptedException {
    happened("request", "run 7 for shop.orders");
    answer = 500;

    sender(all(), NOW.plus(WebhookSender.GIVEN_UP_AFTER).plusMillis(1)).step();

    assertThat(told).isEqualTo(1);
  }

  @Test
  void noSecretIsInWhatIsLogged() {
    Webhook webhook =
        new Webhook(URI.create("https://u:p@chat.example/hook?token=x"), SECRET, all());

    assertThat(webhook).hasToString("Webhook[https://chat.example]");
  }

  private static Set<NoticeEvent> all() {
    return EnumSet.allOf(NoticeEvent.class);
  }

  private WebhookSender sender(Set<NoticeEvent> events, Instant now) {
    URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
    return new WebhookSender(
        new Webhook(url, SECRET, events),
        new TrailNotices(),
        "https://lowtide.example",
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private void happened(String action, String text) {
    trail.add(new AuditEntry(trail.size() + 1, NOW, "ann", action, text, ""));
  }

  private void take(HttpExchange exchange) throws IOException {
    if (answer == NEVER_ENDS) {
      exchange.sendResponseHeaders(200, 100);
      return;
    }
    try (exchange) {
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      signatures.add(exchange.getRequestHeaders().getFirst("Lowtide-Signature"));
      events.add(exchange.getRequestHeaders().getFirst("Lowtide-Event"));
      exchange.getResponseHeaders().add("Location", "/elsewhere");
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  /** What is in the list here and was not told. */
  private final class TrailNotices implements Notices {
    @Override
    public List<AuditEntry> next(String receiver) {
      return trail.stream().filter(entry -> entry.id() > told).toList();
    }

    @Override
    public void told(String receiver, long id) {
      told = id;
    }
  }
}
