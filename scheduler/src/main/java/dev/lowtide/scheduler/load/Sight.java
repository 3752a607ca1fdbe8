package dev.lowtide.scheduler.load;

import java.util.List;

/**
 * What the server shows of one kind of thing, or why it shows none: nothing to be seen is not the
 * same as nothing there.
 *
 * @param missing why it cannot be seen; empty if it can
 */
public record Sight<T>(List<T> items, String missing) {

  public Sight {
    items = List.copyOf(items);
  }

  public static <T> Sight<T> of(List<T> items) {
    return new Sight<>(items, "");
  }

  public static <T> Sight<T> missing(String why) {
    return new Sight<>(List.of(), why);
  }

  public boolean isMissing() {
    return !missing.isEmpty();
  }
}
