package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.journal.AuditTrail.Head;
import dev.lowtide.scheduler.journal.AuditTrail.Line;
import dev.lowtide.scheduler.operator.AuditVerdict;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the whole trail, up to where it ended when the reading began; what is written
 * meanwhile is the next one's. Confined to one thread.
 */
final class AuditReading {

  private final AuditTrail trail;
  private final Head end;
  private final AuditChain chain = new AuditChain(AuditChain.BEGINNING);
  private long rows;
  private long last;

  AuditReading(AuditTrail trail) {
    this.trail = trail;
    this.end = trail.head();
  }

  AuditVerdict verdict() {
    List<Line> page = trail.after(last);
    while (!page.isEmpty() && last < end.lastId()) {
      for (Line line : page) {
        if (line.id() > end.lastId()) {
          break;
        }
        String wrong = wrong(line);
        if (wrong != null) {
          return broken(line.id(), wrong);
        }
        rows++;
        last = line.id();
      }
      page = trail.after(last);
    }
    return ending();
  }

  private @Nullable String wrong(Line line) {
    boolean isNext = line.id() == last + 1;
    if (!line.hashIn(chain).equals(line.hash())) {
      return isNext
          ? "it is not what was written"
          : "it does not follow line " + last + ": lines between them are missing";
    }
    return Objects.equals(line.run(), AuditTrail.run(line.text()))
        ? null
        : "it is filed under another run than the one it is about";
  }

  /** Whatever was cut off at the end left lines that fit. */
  private AuditVerdict ending() {
    if (rows != end.entries() || !chain.hash().equals(end.hash())) {
      return broken(
          end.lastId(),
          "the trail ends with line " + last + ", but had " + end.entries() + " lines up to here");
    }
    return trail
        .firstOutside()
        .map(this::outside)
        .orElseGet(() -> new AuditVerdict(rows, chain.hash(), 0, ""));
  }

  private AuditVerdict outside(long id) {
    String where = id < 1 ? "before the beginning" : "behind the end";
    return broken(id, "it stands " + where + " of the trail, where nothing was written");
  }

  private AuditVerdict broken(long id, String what) {
    return new AuditVerdict(rows, end.hash(), id, what);
  }
}
