package dev.lowtide.scheduler.operator;

import java.time.Instant;

/**
 * What somebody said of a request.
 *
 * @param revision that they saw
 */
public record Comment(Instant at, String by, int revision, String text) {

  /** A few paragraphs; its column takes no more. */
  public static final int TEXT_MAX = 2000;

  /** More is no discussion of one request any more. */
  public static final int COUNT_MAX = 200;
}
