package dev.lowtide.scheduler.operator;

import java.util.Locale;

/**
 * What came of reading the whole audit trail.
 *
 * @param rows that fit
 * @param hash of the last of them; who keeps it elsewhere can tell a trail that was made anew
 * @param brokenAt the first line that does not fit; 0 if all do
 * @param what is wrong with it, in words; empty if nothing is
 */
public record AuditVerdict(long rows, String hash, long brokenAt, String what) {

  public boolean isUnbroken() {
    return what.isEmpty();
  }

  /** For people. */
  public String text() {
    return isUnbroken()
        ? String.format(Locale.ROOT, "%,d", rows)
            + " lines, unbroken; the last one's hash is "
            + hash
        : "broken at line "
            + brokenAt
            + " after "
            + String.format(Locale.ROOT, "%,d", rows)
            + ": "
            + what;
  }
}
