package dev.lowtide.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.journal.AnswerStore;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.StoreGoneException;
import dev.lowtide.scheduler.operator.AnswerKey;
import dev.lowtide.scheduler.operator.AskedBefore;
import dev.lowtide.scheduler.operator.KeptAnswer;
import dev.lowtide.scheduler.operator.KeptAnswers;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that does what it is asked, counts how often, and keeps its answers in a real store. */
class ReplaysTest {

  private static final String LOCAL = Guards.LOCAL_TOKEN;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Store store = Store.open("jdbc:h2:mem:" + UUID.randomUUID());
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T02:00:00Z"));
  private final FakePeople people = new FakePeople();
  private final AtomicInteger done = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicBoolean isStoreGone = new AtomicBoolean();
  private final AtomicBoolean isFull = new AtomicBoolean();
  private volatile int failure;
  private Javalin server;

  @BeforeEach
  void start() {
    people.addToken(new Person("ann", Role.OPERATOR), "ann's");
    people.addToken(new Person("ann", Role.OPERATOR), "ann's other");
    people.addToken(new Person("vic", Role.VIEWER), "vic's");
    serve();
  }

  private void serve() {
    Guard guard = Guards.guard(people, new BrowserSessions(Clock.systemUTC()), null);
    Replays replays = new Replays(new AnswersThatCanBeGone(new AnswerStore(store, clock)));
    server =
        Javalin.create(
            javalin -> {
              javalin.startup.showJavalinBanner = false;
              javalin.routes.beforeMatched(guard::check);
              replays.route(javalin.routes);
              javalin.routes.post("/api/v1/deeds", this::work, Access.OPERATOR);
              javalin.routes.post("/api/v1/deeds/{id}", this::work, Access.OPERATOR);
              javalin.routes.post(HoldApi.PATH, this::work, Access.OPERATOR);
              javalin.routes.post("/api/v1/secrets", this::tell, Access.OPERATOR);
              javalin.routes.post("/api/v1/slow", this::linger, Access.OPERATOR);
              javalin.routes.delete("/api/v1/deeds", this::work, Access.OPERATOR);
              new Problems(new Templates("1.0")).route(javalin.routes);
            });
    server.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    mayEnd.countDown();
    server.stop();
    store.close();
  }

  private void work(Context context) {
    int number = done.incrementAndGet();
    if (failure == 409) {
      throw new OperatorException(Kind.REFUSED, "no " + number);
    }
    if (failure != 0) {
      throw new IllegalStateException("fault " + number);
    }
    context.status(HttpStatus.CREATED).header("Location", "/api/v1/deeds/" + number);
    Json.answer(context, Map.of("number", number, "body", context.body()));
  }

  private void tell(Context context) {
    Replays.isSecret(context);
    Json.answer(context, Map.of("secret", "s3cret-" + done.incrementAndGet()));
  }

  private void linger(Context context) throws InterruptedException {
    begun.countDown();
    mayEnd.await();
    work(context);
  }

  @Test
  void whoAsksAgainIsGivenTheFirstAnswerAndNothingIsDone() throws Exception {
    HttpResponse<String> first = post("/api/v1/deeds", "k", "{\"a\":1}", LOCAL);

    HttpResponse<String> again = post("/api/v1/deeds", "k", "{\"a\":1}", LOCAL);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.headers().firstValue(Replays.REPLAYED)).isEmpty();
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Location")).contains("/api/v1/deeds/1");
    assertThat(again.headers().firstValue("Content-Type"))
        .isEqualTo(first.headers().firstValue("Content-Type"));
    assertThat(again.headers().firstValue(Replays.REPLAYED)).contains("true");
    assertThat(done).hasValue(1);
  }

  @Test
  void theAnswerIsThereAfterARestart() throws Exception {
    HttpResponse<String> first = post("/api/v1/deeds", "k", "{}", LOCAL);
    server.stop();
    serve();

    assertThat(post("/api/v1/deeds", "k", "{}", LOCAL).body()).isEqualTo(first.body());

    assertThat(done).hasValue(1);
  }

  @Test
  void afterADayItIsAnotherRequest() throws Exception {
    post("/api/v1/deeds", "k", "{}", LOCAL);
    clock.advance(KeptAnswers.KEPT_FOR);

    assertThat(post("/api/v1/deeds", "k", "{}", LOCAL).body()).contains("\"number\":2");
  }

  @Test
  void withoutAKeyItIsDoneEachTime() throws Exception {
    send("POST", "/api/v1/deeds", LOCAL, "{}");
    send("POST", "/api/v1/deeds", LOCAL, "{}");

    assertThat(done).hasValue(2);
  }

  @Test
  void aKeyIsForWhatIsPosted() throws Exception {
    send("DELETE", "/api/v1/deeds", LOCAL, "", ReplayKey.HEADER, "k");
    send("DELETE", "/api/v1/deeds", LOCAL, "", ReplayKey.HEADER, "k");

    assertThat(done).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"K", "kk", "k1"})
  void keysDifferInEveryLetter(String other) throws Exception {
    post("/api/v1/deeds", "k", "{}", LOCAL);

    post("/api/v1/deeds", other, "{}", LOCAL);

    assertThat(done).hasValue(2);
  }

  @Test
  void theSameKeyForSomethingElseIsRefused() throws Exception {
    post("/api/v1/deeds", "k", "{}", LOCAL);

    assertProblem(
        post("/api/v1/deeds", "k", "{\"a\":1}", LOCAL),
        422,
        "Idempotency-Key: was given to another request (expected: a new one for each)");
    assertProblem(post("/api/v1/deeds/7", "k", "{}", LOCAL), 422, "another request");
    assertProblem(post("/api/v1/deeds?dry=true", "k", "{}", LOCAL), 422, "another request");
    assertProblem(
        send("POST", "/api/v1/deeds", LOCAL, "{}", ReplayKey.HEADER, "k", "If-Match", "\"p\""),
        422,
        "another request");
    assertThat(done).hasValue(1);
  }

  @Test
  void keysOfOneCallerMeanNothingToAnother() throws Exception {
    post("/api/v1/deeds", "k", "{}", LOCAL);
    post("/api/v1/deeds", "k", "{}", "ann's");
    HttpResponse<String> other = post("/api/v1/deeds", "k", "{\"else\":1}", "ann's other");

    assertThat(other.statusCode()).isEqualTo(201);
    assertThat(done).hasValue(3);
  }

  @Test
  void whoMayNotAskIsNotAnsweredFromBefore() throws Exception {
    post("/api/v1/deeds", "k", "{}", "ann's");
    people.addToken(new Person("ann", Role.VIEWER), "ann's");

    assertProblem(post("/api/v1/deeds", "k", "{}", "ann's"), 403, "your role does not allow this");
    assertThat(post("/api/v1/deeds", "k", "{}", "nobody's").statusCode()).isEqualTo(401);
  }

  @Test
  void aRefusalForWhoSomebodyIsIsNotKept() throws Exception {
    assertThat(post("/api/v1/deeds", "k", "{}", "vic's").statusCode()).isEqualTo(403);
    people.addToken(new Person("vic", Role.OPERATOR), "vic's");

    assertThat(post("/api/v1/deeds", "k", "{}", "vic's").statusCode()).isEqualTo(201);
  }

  @Test
  void aFaultIsNotKept() throws Exception {
    failure = 500;
    assertThat(post("/api/v1/deeds", "k", "{}", LOCAL).statusCode()).isEqualTo(500);
    failure = 0;

    assertThat(post("/api/v1/deeds", "k", "{}", LOCAL).body()).contains("\"number\":2");
  }

  @Test
  void aRefusalIsKeptAsAnyAnswer() throws Exception {
    failure = 409;
    HttpResponse<String> first = post("/api/v1/deeds", "k", "{}", LOCAL);
    failure = 0;

    HttpResponse<String> again = post("/api/v1/deeds", "k", "{}", LOCAL);

    assertProblem(again, 409, "no 1");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(done).hasValue(1);
  }

  @Test
  void anAnswerWithASecretIsNotKeptAndNotGivenAgain() throws Exception {
    assertThat(post("/api/v1/secrets", "k", "{}", LOCAL).body()).contains("s3cret-1");

    assertProblem(
        post("/api/v1/secrets", "k", "{}", LOCAL),
        409,
        "Idempotency-Key: was given to a request that was done already, and answered with 200; that"
            + " answer is not kept");
    assertThat(done).hasValue(1);
  }

  @Test
  void whatIsStillAtWorkIsNotBegunAgain() throws Exception {
    CompletableFuture<HttpResponse<String>> first =
        client.sendAsync(
            request("POST", "/api/v1/slow", LOCAL, "{}", ReplayKey.HEADER, "k"),
            BodyHandlers.ofString(UTF_8));
    begun.await();

    HttpResponse<String> early = post("/api/v1/slow", "k", "{}", LOCAL);

    assertProblem(early, 409, "Idempotency-Key: is still at work on the first request with it");
    assertThat(early.headers().firstValue("Retry-After")).contains("1");
    assertThat(post("/api/v1/slow", "k", "{\"a\":1}", LOCAL).statusCode()).isEqualTo(422);
    mayEnd.countDown();
    assertThat(first.get().statusCode()).isEqualTo(201);
    assertThat(post("/api/v1/slow", "k", "{}", LOCAL).body()).isEqualTo(first.get().body());
    assertThat(done).hasValue(1);
  }

  @Test
  void whoeverAsksAtOnceHasItDoneOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      String key = "round-" + round;
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            client.sendAsync(
                request("POST", "/api/v1/deeds", LOCAL, "{}", ReplayKey.HEADER, key),
                BodyHandlers.ofString(UTF_8)));
      }
      for (CompletableFuture<HttpResponse<String>> one : all) {
        assertThat(one.get().statusCode()).isIn(201, 409);
      }
      assertThat(done).hasValue(round + 1);
    }
  }

  @Test
  void whatWasBrokenOffIsNotDoneAgainByItself() throws Exception {
    CompletableFuture<HttpResponse<String>> first =
        client.sendAsync(
            request("POST", "/api/v1/slow", LOCAL, "{}", ReplayKey.HEADER, "k"),
            BodyHandlers.ofString(UTF_8));
    begun.await();
    Javalin ended = server;
    serve();

    HttpResponse<String> again = post("/api/v1/slow", "k", "{}", LOCAL);

    assertProblem(again, 409, "of which nobody knows whether it was done");
    assertThat(done).hasValue(0);
    mayEnd.countDown();
    assertThat(first.get().statusCode()).isEqualTo(201);
    ended.stop();
  }

  @Test
  void withoutAStoreNothingIsBegun() throws Exception {
    isStoreGone.set(true);

    assertThat(post("/api/v1/deeds", "k", "{}", LOCAL).statusCode()).isEqualTo(503);
    assertThat(done).hasValue(0);
    isStoreGone.set(false);
    assertThat(post("/api/v1/deeds", "k", "{}", LOCAL).statusCode()).isEqualTo(201);
  }

  @Test
  void everythingCanBeHeldWithoutAStore() throws Exception {
    isStoreGone.set(true);

    assertThat(post(HoldApi.PATH, "k", "{}", LOCAL).statusCode()).isEqualTo(201);
    assertThat(post(HoldApi.PATH, "k", "{}", LOCAL).statusCode()).isEqualTo(201);
  }

  @Test
  void everythingCanBeHeldByWhoHasSentTooMuch() throws Exception {
    isFull.set(true);

    assertThat(post(HoldApi.PATH, "k", "{}", LOCAL).statusCode()).isEqualTo(201);
    assertThat(post("/api/v1/deeds", "k", "{}", LOCAL).statusCode()).isEqualTo(429);
  }

  @Test
  void aFailureThatCouldNotBeWrittenDownIsKnownAllTheSame() throws Exception {
    failure = 500;
    CompletableFuture<HttpResponse<String>> first =
        client.sendAsync(
            request("POST", "/api/v1/slow", LOCAL, "{}", ReplayKey.HEADER, "k"),
            BodyHandlers.ofString(UTF_8));
    begun.await();
    isStoreGone.set(true);
    mayEnd.countDown();
    assertThat(first.get().statusCode()).isEqualTo(500);
    isStoreGone.set(false);
    failure = 0;

    assertThat(post("/api/v1/slow", "k", "{}", LOCAL).statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "\t"})
  void aKeyThatIsNoneIsRefused(String key) throws Exception {
    assertProblem(
        post("/api/v1/deeds", key, "{}", LOCAL),
        400,
        "Idempotency-Key: cannot be used (expected: 1 to 255 visible characters of ASCII)");
    assertThat(done).hasValue(0);
  }

  @Test
  void aKeyHas255CharactersAtMost() throws Exception {
    assertThat(post("/api/v1/deeds", "k".repeat(255), "{}", LOCAL).statusCode()).isEqualTo(201);
    assertThat(post("/api/v1/deeds", "k".repeat(256), "{}", LOCAL).statusCode()).isEqualTo(400);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains(words);
  }

  private HttpResponse<String> post(String path, String key, String body, String token)
      throws Exception {
    return send("POST", path, token, body, ReplayKey.HEADER, key);
  }

  private HttpResponse<String> send(
      String method, String path, String token, String body, String... headers) throws Exception {
    return client.send(request(method, path, token, body, headers), BodyHandlers.ofString(UTF_8));
  }

  private HttpRequest request(
      String method, String path, String token, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body));
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }

  /** A store that is there or not, as a test says. */
  private final class AnswersThatCanBeGone implements KeptAnswers {

    private final KeptAnswers there;

    AnswersThatCanBeGone(KeptAnswers there) {
      this.there = there;
    }

    private KeptAnswers there() {
      if (isStoreGone.get()) {
        throw new StoreGoneException("a test says so");
      }
      return there;
    }

    @Override
    public Optional<AskedBefore> begin(AnswerKey key) {
      if (isFull.get()) {
        throw new OperatorException(Kind.TOO_MANY, "a test says so");
      }
      return there().begin(key);
    }

    @Override
    public void answered(AnswerKey key, KeptAnswer answer) {
      there().answered(key, answer);
    }

    @Override
    public void forget(AnswerKey key) {
      there().forget(key);
    }

    @Override
    public int purge() {
      return there().purge();
    }
  }
}
