package dev.lowtide.it.harness;

/** What somebody does to a page, by whatever they have. Elements are named by CSS selectors. */
public interface Hand {

  /** Goes where a link leads, or presses a button; returns once the next page is there. */
  void follow(String css);

  /** Fills in a field. */
  void type(String css, String text);

  /** Chooses an option, by its value. */
  void choose(String css, String value);

  /** Ticks a box. */
  void tick(String css);
}
