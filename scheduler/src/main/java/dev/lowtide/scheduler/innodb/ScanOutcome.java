package dev.lowtide.scheduler.innodb;

/** What became of a scan: expected refusals are values. */
public sealed interface ScanOutcome {

  /** The file was read. */
  record Scanned(SpaceScan scan) implements ScanOutcome {}

  /**
   * It was not, or not enough of it.
   *
   * @param reason names the file, what was found and what was expected
   */
  record Unscanned(String reason) implements ScanOutcome {}
}
