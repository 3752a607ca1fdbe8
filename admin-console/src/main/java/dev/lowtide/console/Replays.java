package dev.lowtide.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lowtide.scheduler.operator.AnswerKey;
import dev.lowtide.scheduler.operator.AskedBefore;
import dev.lowtide.scheduler.operator.KeptAnswer;
import dev.lowtide.scheduler.operator.KeptAnswers;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever posts something to REST under a key and asks again, since they did not hear the answer,
 * is given the first one, and nothing is done twice. Safe for any thread.
 *
 * <p>What is at work is known here, what came of it in the store, which belongs to one process at a
 * time. So what the store has as begun and is not at work was broken off, and nobody knows how far
 * it came.
 */
final class Replays {

  static final String REPLAYED = "Idempotency-Replayed";

  /** Seconds: most of what is asked for is done by then. */
  private static final String ASK_AGAIN_AFTER = "1";

  /** Whoever is refused for who they are may be somebody else the next time. */
  private static final Set<Integer> NOT_KEPT =
      Set.of(
          HttpStatus.UNAUTHORIZED.getCode(),
          HttpStatus.FORBIDDEN.getCode(),
          HttpStatus.TOO_MANY_REQUESTS.getCode());

  /** What is the same however often it is done, and must be done while the store is gone. */
  private static final Set<String> WITHOUT_A_STORE = Set.of(HoldApi.PATH);

  private static final String BEGUN = "replays.begun";
  private static final String SECRET = "replays.secret";

  private static final Logger log = LoggerFactory.getLogger(Replays.class);

  private final KeptAnswers answers;

  /** What is asked for under each key at this moment. */
  private final Map<String, String> atWork = new ConcurrentHashMap<>();

  /** Failures that could not be written down; more than these cannot come of one outage. */
  private final Cache<AnswerKey, Boolean> failed =
      Caffeine.newBuilder().expireAfterWrite(KeptAnswers.KEPT_FOR).maximumSize(10_000).build();

  Replays(KeptAnswers answers) {
    this.answers = answers;
  }

  /** Behind the guard: whoever may not ask is not answered from here either. */
  void route(RoutesConfig routes) {
    routes.beforeMatched(this::begin);
    routes.afterMatched(this::end);
  }

  /** The answer to this has a secret in it, which is told once and kept nowhere. */
  static void isSecret(Context context) {
    context.attribute(SECRET, true);
  }

  /** Some of what is too old; what fails now is done the next time. */
  void purge() {
    try {
      answers.purge();
    } catch (OperatorException e) {
      log.debug("answers that are too old stay: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("answers that are too old stay", e);
    }
  }

  private void begin(Context context) {
    String given = context.header(ReplayKey.HEADER);
    if (given == null || !context.method().equals(HandlerType.POST) || !Api.isApi(context)) {
      return;
    }
    AnswerKey key = ReplayKey.of(context, given);
    String request = atWork.putIfAbsent(key.id(), key.request());
    if (request != null) {
      requireSame(request, key);
      context.header("Retry-After", ASK_AGAIN_AFTER);
      throw refused("is still at work on the first request with it (expected: a little patience)");
    }
    boolean isBegun = false;
    try {
      isBegun = isNew(context, key);
    } finally {
      if (!isBegun) {
        atWork.remove(key.id());
      }
    }
    if (isBegun) {
      context.attribute(BEGUN, key);
    }
  }

  /** Whether this is to be done; else it is answered. */
  private boolean isNew(Context context, AnswerKey key) {
    AskedBefore before;
    try {
      before = answers.begin(key).orElse(null);
    } catch (OperatorException e) {
      boolean isNeededNow = WITHOUT_A_STORE.contains(context.path());
      if (isNeededNow && (e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.TOO_MANY)) {
        return false;
      }
      throw e;
    }
    if (before == null) {
      return true;
    }
    requireSame(before.request(), key);
    if (before.answer() == null && failed.asMap().remove(key) != null) {
      return true;
    }
    answerAgain(context, before.answer());
    return false;
  }

  private static void requireSame(String request, AnswerKey key) {
    if (!request.equals(key.request())) {
      throw new HttpResponseException(
          HttpStatus.UNPROCESSABLE_CONTENT.getCode(),
          ReplayKey.HEADER + ": was given to another request (expected: a new one for each)",
          Map.of());
    }
  }

  private static void answerAgain(Context context, @Nullable KeptAnswer answer) {
    if (answer == null) {
      throw refused(
          "was given to a request of which nobody knows whether it was done: Lowtide or its store"
              + " ended in the middle (expected: a look at what there is, and a new key)");
    }
    if (answer.body() == null) {
      throw refused(
          "was given to a request that was done already, and answered with "
              + answer.status()
              + "; that answer is not kept");
    }
    context.header(REPLAYED, "true");
    if (!answer.location().isEmpty()) {
      context.header("Location", answer.location());
    }
    context.status(HttpStatus.forStatus(answer.status()));
    context.contentType(answer.contentType()).result(answer.body());
    context.skipRemainingHandlers();
  }

  private static OperatorException refused(String why) {
    return new OperatorException(Kind.REFUSED, ReplayKey.HEADER + ": " + why);
  }

  private void end(Context context) {
    AnswerKey key = context.attribute(BEGUN);
    if (key == null) {
      return;
    }
    int status = context.statusCode();
    boolean isKept = status < 500 && !NOT_KEPT.contains(status);
    try {
      if (isKept) {
        answers.answered(key, answer(context));
      } else {
        failed.put(key, true);
        answers.forget(key);
        failed.invalidate(key);
      }
    } catch (RuntimeException e) {
      // Whoever asks again is told that nobody knows, unless it is known here that it failed.
      log.warn(
          "{} {} is answered, but its answer is not kept", context.method(), context.path(), e);
    } finally {
      atWork.remove(key.id());
    }
  }

  private static KeptAnswer answer(Context context) {
    String location = context.res().getHeader("Location");
    String type = context.res().getContentType();
    boolean isSecret = context.attribute(SECRET) != null;
    return new KeptAnswer(
        context.statusCode(),
        type == null ? "" : type,
        location == null ? "" : location,
        isSecret ? null : context.result());
  }
}
