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

  /** The signal that says whether anybody is there; as high as it may be it slows nothing down. */
  public static final String CLIENTS = "clients";

  /** The signal that is there when nothing can be seen. */
  public static final String SIGHT = "sight";

  /** Nobody has looked, or what was seen is too old: as bad as it can be. */
  public static final Pressure UNSEEN =
      new Pressure(List.of(new Signal(SIGHT, 1, "the load cannot be seen")));

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

  /** Whether the server works for others than us. */
  public boolean areClientsThere() {
    return signals.stream()
        .anyMatch(signal -> signal.name().equals(CLIENTS) && signal.utilisation() > 0);
  }
}
