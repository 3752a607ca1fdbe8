package dev.lowtide.scheduler.copy;

import java.util.Comparator;
import java.util.List;

/**
 * How much of what it can bear the server, and its clients, bear now; our own work left out where
 * it can be told apart.
 *
 * @param signals what was looked at; empty if nothing could be seen
 */
public record Pressure(List<Signal> signals) {

  /** Nobody has looked, or what was seen is too old: as bad as it can be. */
  public static final Pressure UNSEEN =
      new Pressure(List.of(new Signal("sight", 1, "the load cannot be seen")));

  /**
   * One of them.
   *
   * @param utilisation of its limit: 1 is at the limit
   * @param text value and limit for people
   */
  public record Signal(String name, double utilisation, String text) {}

  public Pressure {
    signals = List.copyOf(signals);
  }

  /** The worst of them. */
  public Signal worst() {
    return signals.stream()
        .max(Comparator.comparingDouble(Signal::utilisation))
        .orElseGet(() -> UNSEEN.signals().get(0));
  }
}
