package dev.lowtide.scheduler.estimate;

/** Where a measurement comes from. */
public enum Source {
  /** Pages of the server's files, read where they lie. */
  FILES("pages of its files"),
  /** Questions to the server: statistics, sampled rows, sizes of files. */
  SQL("statistics and sampled rows");

  private final String text;

  Source(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
