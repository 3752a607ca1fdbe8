package dev.lowtide.console;

import dev.lowtide.scheduler.operator.ConditionView;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Evidence;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.Space;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How facts are written on pages. */
public final class Format {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Format() {}

  public static String time(Instant time) {
    return TIME.format(time);
  }

  /** With the unit that fits; nothing for nothing. */
  public static String duration(@Nullable Duration duration) {
    if (duration == null) {
      return "";
    }
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    return duration.toMinutes() < 60
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }

  /** How long a statement took, which is often less than a millisecond. */
  public static String took(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    return millis < 10 ? String.format(Locale.ROOT, "%.2f ms", millis) : duration(duration);
  }

  /** With no more places than matter. */
  public static String number(double value) {
    return Chart.text(value);
  }

  /** With the unit that fits. */
  public static String bytesPerSecond(double bytes) {
    return new ByteSize(Math.round(bytes)) + "/s";
  }

  /** So many seconds, with the unit that fits. */
  public static String seconds(long seconds) {
    return seconds < 60 ? seconds + " s" : duration(Duration.ofSeconds(seconds));
  }

  /** Where an estimate comes from, and when. */
  public static String evidence(Evidence evidence) {
    String from =
        switch (evidence.kind()) {
          case FILES -> "from files";
          case SQL -> "by SQL";
          case STATISTICS -> "guessed";
        };
    return evidence.at() == null
        ? from
        : from + " on " + time(evidence.at()) + ", " + evidence.bytesRead() + " read";
  }

  public static String rate(double perSecond) {
    return String.format(Locale.ROOT, "%.1f/s", perSecond);
  }

  /** A value as it may stand in a query string. */
  public static String query(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** With commas between thousands. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** What can be given back of some space, as far as it is known. */
  public static String reclaimable(Space space) {
    ByteSize reclaimable = space.reclaimable();
    return reclaimable == null ? "not known" : reclaimable.toString();
  }

  /** A method as words. */
  public static String method(ShrinkMethod method) {
    return switch (method) {
      case COPY_UNDER_HOLD -> "rebuilt by one statement, while those who write to it wait";
      case SHADOW_COPY -> "copied behind live traffic; the copy takes its place in a quiet moment";
      case UNDO_TRUNCATE -> "set inactive one after the other, until the server has truncated them";
      case TRUNCATE_PARTITION -> "truncated, because there are no rows in it";
      case EXCHANGE_PARTITION ->
          "copied behind live traffic, and exchanged for the copy in a quiet moment";
      case DROP_TABLESPACE -> "dropped, because there are no tables in it any more";
      case PURGE_BINARY_LOGS -> "purged up to the oldest file that anybody needs yet";
    };
  }

  /** How long there is left, in the unit that people count it in. */
  public static String left(Duration left) {
    if (left.toHours() >= 1) {
      return left.toHours() + " h";
    }
    return left.toMinutes() >= 1 ? left.toMinutes() + " min" : "less than a minute";
  }

  /** A state as words. */
  public static String state(RunState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** How a state is to be shown: good, bad, attention, or none of these. */
  public static String tone(RunState state) {
    return switch (state) {
      case SUCCEEDED -> "good";
      case FAILED, UNCERTAIN -> "bad";
      case PROPOSED, CHANGES_REQUESTED -> "attention";
      case RUNNING, PAUSED, YIELDING, CUTTING_OVER, VERIFYING, PREFLIGHT -> "busy";
      case APPROVED, WAITING_FOR_QUIET, ABORTED, REJECTED, EXPIRED, REVOKED, STALE -> "plain";
    };
  }

  /** How a condition is to be shown. */
  public static String tone(ConditionView condition) {
    if (condition.isMet()) {
      return "good";
    }
    return condition.isBlind() ? "bad" : "busy";
  }
}
