package dev.lowtide.app;

import dev.lowtide.console.Format;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Requests a shrink, and stays until its end if asked to. */
@Command(
    name = "shrink",
    description = {
      "Requests a shrink.",
      "With --wait it ends with 0 only on success; 3 rejected, 4 aborted, 5 failed, 6 uncertain,"
          + " 7 expired, revoked or stale."
    },
    mixinStandardHelpOptions = true)
final class ShrinkCommand extends ApiCommand {

  /** Who waits for a small table waits for each look. */
  private static final long LOOK_EVERY_MILLIS = 100;

  /** Ten seconds of such looks; whatever takes longer is not looked at so often. */
  private static final int LOOKS_AT_FIRST = 100;

  private static final long LOOK_LATER_EVERY_MILLIS = 500;

  /** Changes are looked for several times a second. */
  private static final Duration BEHIND_MIN = Duration.ofSeconds(1);

  @Parameters(index = "0", paramLabel = "SUBJECT", description = Subjects.DESCRIPTION)
  private String subject = "";

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description = "For a table copy-under-hold or shadow-copy; else what fits.")
  private String method = "";

  @Option(
      names = "--window",
      paramLabel = "NAME",
      description = "A maintenance window to be at work in; else any.")
  private String window = "";

  @Option(names = "--wait", description = "Stays until the run has ended.")
  private boolean isWaiting;

  private String lastNews = "";

  @Override
  JsonNode ask(ApiClient api) throws InterruptedException {
    JsonNode run = api.post("/runs", request());
    long id = run.path("id").asLong();
    ProgressLine line = progressLine();
    for (int looks = 0; isWaiting && !state(run).isFinal(); looks++) {
      TimeUnit.MILLISECONDS.sleep(pauseMillis(looks));
      JsonNode view = api.get("/runs/" + id);
      run = view.path("run");
      showProgress(view, line);
    }
    line.clear();
    return run;
  }

  private Map<String, String> request() {
    Map<String, String> request = new HashMap<>();
    request.put("subject", subject);
    if (!method.isEmpty()) {
      request.put("method", method);
    }
    if (!window.isEmpty()) {
      request.put("window", window);
    }
    return request;
  }

  static long pauseMillis(int looks) {
    return looks < LOOKS_AT_FIRST ? LOOK_EVERY_MILLIS : LOOK_LATER_EVERY_MILLIS;
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.run(answer);
  }

  @Override
  ExitCode exitCode(JsonNode answer) {
    return ExitCode.of(state(answer));
  }

  /**
   * A line whenever something changed, so that it reads the same on a terminal and in a log; how
   * much is copied only moves a bar where there is one.
   */
  private void showProgress(JsonNode view, ProgressLine line) {
    JsonNode run = view.path("run");
    String waitingFor = view.path("waitingFor").asString("");
    String detail = waitingFor.isEmpty() ? run.path("reason").asString("") : waitingFor;
    String copied = state(run).isAtWork() ? copied(view) : "";
    String text =
        "run "
            + run.path("id").asLong()
            + " "
            + Texts.state(run)
            + copied
            + behind(view)
            + (detail.isEmpty() ? "" : ": " + detail);
    String news = state(run) + (line.isShown() ? "" : copied) + unmet(view);
    if (!news.equals(lastNews)) {
      lastNews = news;
      line.clear();
      progress().println(text);
      progress().flush();
    }
    if (!state(run).isFinal()) {
      line.show(ProgressLine.bar(percent(view), Texts.state(run) + copied));
    }
  }

  /** Never over 99 before it is done, because the end is an estimate. */
  static int percent(JsonNode view) {
    JsonNode progress = view.path("progress");
    boolean hasRows = progress.path("rowsExpected").asLong(0) > 0;
    long done = hasRows ? progress.path("rowsCopied").asLong(0) : view.path("copied").asLong(0);
    long all =
        hasRows ? progress.path("rowsExpected").asLong(0) : view.path("copyExpected").asLong(0);
    return all <= 0 ? 0 : (int) Math.min(99, Math.max(0, 100 * done / all));
  }

  /** How far it is, in words that change as it goes on. */
  static String copied(JsonNode view) {
    JsonNode progress = view.path("progress");
    String copied =
        " "
            + Texts.size(view.path("copied"))
            + " of about "
            + Texts.size(view.path("copyExpected"))
            + " copied";
    if (progress.isMissingNode()) {
      return copied;
    }
    String pausedBy = progress.path("pausedBy").asString("");
    String standstill = progress.path("standstill").asString("");
    long compared = progress.path("rowsCompared").asLong();
    return ", "
        + progress.path("phase").asString("")
        + ","
        + copied
        + (compared == 0 ? "" : ", " + Format.count(compared) + " rows compared")
        + (pausedBy.isEmpty() ? "" : ", paused by " + pausedBy)
        + (standstill.isEmpty() ? "" : ", stands still: " + standstill);
  }

  /** How old the oldest change is that is not copied; a moment, which each takes, is no word. */
  static String behind(JsonNode view) {
    Duration behind = Duration.parse(view.path("progress").path("behind").asString("PT0S"));
    return behind.compareTo(BEHIND_MIN) < 0 ? "" : ", " + Format.duration(behind) + " behind";
  }

  /** What is in the way without the figures, which change all the time. */
  private static String unmet(JsonNode view) {
    if (view.path("conditions").isEmpty()) {
      return view.path("waitingFor").asString("") + view.path("run").path("reason").asString("");
    }
    return view.path("conditions")
        .valueStream()
        .filter(condition -> !condition.path("isMet").asBoolean())
        .map(condition -> condition.path("signal").asString(""))
        .collect(Collectors.joining(","));
  }

  private static RunState state(JsonNode run) {
    return RunState.valueOf(run.path("state").asString(""));
  }
}
