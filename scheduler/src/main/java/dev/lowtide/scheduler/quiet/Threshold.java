package dev.lowtide.scheduler.quiet;

import dev.lowtide.scheduler.load.Gauge;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** A figure of the server that must be within a limit. */
final class Threshold implements ServerCondition {

  private final Signal signal;
  private final double limit;
  private final DoubleFunction<String> words;
  private final Function<Signals, Gauge> figure;
  private final Band band = new Band();

  Threshold(
      Signal signal, double limit, DoubleFunction<String> words, Function<Signals, Gauge> figure) {
    this.signal = signal;
    this.limit = limit;
    this.words = words;
    this.figure = figure;
  }

  @Override
  public Signal signal() {
    return signal;
  }

  @Override
  public Finding judge(Signals seen) {
    Gauge gauge = figure.apply(seen);
    if (gauge.isMissing()) {
      band.onBlind();
      return Finding.blind(gauge.missing(), bound());
    }
    boolean isMet = band.isWithin(gauge.value(), limit);
    return Finding.of(isMet, words.apply(gauge.value()), bound());
  }

  private String bound() {
    return "at most " + words.apply(band.bound(limit));
  }
}
