package dev.lowtide.scheduler.shrink;

/** The number of a run, from its request on. */
public record RunId(long value) {

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
