package dev.lowtide.it.chaos;

import dev.lowtide.it.harness.LowtideApi;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a running Lowtide over REST, and waits for the end of the run, however often that Lowtide is
 * killed and started again meanwhile.
 */
public final class LowtideShrinker implements Shrinker {

  /** The method as REST knows it; another one can be tried. */
  private static final String METHOD =
      System.getenv().getOrDefault("LOWTIDE_CHAOS_METHOD", "shadow-copy");

  private static final long LOOK_EVERY_MILLIS = 50;

  private final LowtideApi api;
  private final long patienceNanos;
  private volatile long run;

  /** The last run that was there before; below zero if that is not known yet. */
  private long before = -1;

  private volatile JsonNode last = JsonMapper.builder().build().createObjectNode();

  public LowtideShrinker(LowtideApi api, long patienceSeconds) {
    this.api = api;
    this.patienceNanos = TimeUnit.SECONDS.toNanos(patienceSeconds);
  }

  /** Its number; 0 before it is known. */
  public long run() {
    return run;
  }

  /** The run as it was seen last. */
  public JsonNode last() {
    return last;
  }

  @Override
  public String shrink(String schema, String table) throws InterruptedException {
    long until = System.nanoTime() + patienceNanos;
    String name = schema + "." + table;
    while (run == 0) {
      Optional<String> refusal = ask(name);
      if (refusal.isPresent()) {
        return "REFUSED: " + refusal.get();
      }
    }
    String state = "";
    while (!isFinal(state)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      state = state(state);
      if (System.nanoTime() > until) {
        return "NO END: " + state + " " + why();
      }
    }
    return state.equals("SUCCEEDED") ? state : state + ": " + why();
  }

  /** Why not, if it is refused. While nobody answers, asks again; but never for a second run. */
  private Optional<String> ask(String table) throws InterruptedException {
    try {
      long newest = newest(table);
      if (before < 0) {
        before = newest;
      }
      run = newest > before ? newest : 0;
      if (run == 0) {
        LowtideApi.Answer answer = api.post("/runs", Map.of("table", table, "method", METHOD));
        if (answer.detail().startsWith("503")) {
          TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
          return Optional.empty();
        }
        if (!answer.isGood()) {
          return Optional.of(answer.detail());
        }
        run = answer.json().path("id").asLong();
      }
    } catch (IOException e) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    return Optional.empty();
  }

  /** The last run of a table; 0 if there is none. */
  private long newest(String table) throws IOException, InterruptedException {
    return api.get("/runs")
        .json()
        .valueStream()
        .filter(one -> one.toString().contains("\"" + table + "\""))
        .mapToLong(one -> one.path("id").asLong(one.path("run").path("id").asLong(0)))
        .max()
        .orElse(0);
  }

  /** As it is now, or as it was if nobody answers. */
  private String state(String before) throws InterruptedException {
    try {
      LowtideApi.Answer answer = api.get("/runs/" + run);
      if (answer.isGood()) {
        last = answer.json();
        return last.path("run").path("state").asString(before);
      }
    } catch (IOException e) {
      // It is down, or coming up.
    }
    return before;
  }

  private String why() {
    String reason = last.path("run").path("reason").asString("");
    return reason.isEmpty() ? last.path("waitingFor").asString("") : reason;
  }

  private static boolean isFinal(String state) {
    return switch (state) {
      case "SUCCEEDED",
          "FAILED",
          "ABORTED",
          "UNCERTAIN",
          "REJECTED",
          "EXPIRED",
          "REVOKED",
          "STALE" ->
          true;
      default -> false;
    };
  }
}
