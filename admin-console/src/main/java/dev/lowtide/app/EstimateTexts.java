package dev.lowtide.app;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Forecast;
import dev.lowtide.scheduler.shrink.IoCost;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** An estimate, as the server answers it, for people. */
final class EstimateTexts {

  private EstimateTexts() {}

  static String gain(JsonNode estimate) {
    ByteSize error = Texts.size(estimate.path("error"));
    ByteSize gain = Texts.size(estimate.path("reclaimable"));
    return error.bytes() == 0 ? gain.toString() : gain + " ± " + error;
  }

  static int percent(JsonNode estimate, JsonNode tablespace) {
    return Texts.size(estimate.path("reclaimable"))
        .percentOf(Texts.size(tablespace.path("fileSize")));
  }

  static String forecast(JsonNode estimate) {
    JsonNode forecast = estimate.path("forecast");
    Forecast read =
        new Forecast(
            duration(forecast.path("likely")),
            duration(forecast.path("error")),
            forecast.path("runs").asInt());
    return read.isKnown() ? read + " (" + read.basis() + ")" : read.toString();
  }

  static String io(JsonNode estimate) {
    JsonNode io = estimate.path("io");
    return new IoCost(
            Texts.size(io.path("read")),
            Texts.size(io.path("written")),
            Texts.size(io.path("logged")))
        .toString();
  }

  /** What it rests on, and since when. */
  static String from(JsonNode estimate) {
    JsonNode evidence = estimate.path("evidence");
    String at = evidence.path("at").asString("");
    String basis = estimate.path("basis").asString("");
    return at.isEmpty()
        ? basis
        : basis
            + " ("
            + evidence.path("kind").asString("").toLowerCase(Locale.ROOT)
            + ", "
            + Instant.parse(at).truncatedTo(ChronoUnit.SECONDS)
            + ", "
            + Texts.size(evidence.path("bytesRead"))
            + " read)";
  }

  static Duration duration(JsonNode text) {
    return Duration.parse(text.asString("PT0S"));
  }
}
