package dev.lowtide.scheduler.copy;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyRecord.Kept;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyRecordTest {

  private static final CopyTable TABLE =
      new CopyTable(
          ORDERS,
          new TableName(CopyTable.SHADOWS, "orders"),
          new TableName(CopyTable.OLD, "7_orders"),
          "PRIMARY",
          List.of(new KeyColumn("id", 0, "int", false, "", 0)),
          List.of("id"),
          1);

  @ParameterizedTest
  @CsvSource({
    "COPYING, false, '', false, true",
    "SWAPPING, false, '', false, true",
    // An old table that is kept does not follow unless that is asked for.
    "KEPT, false, '', false, false",
    "KEPT, false, '', true, true",
    "KEPT, true, '', false, true",
    "KEPT, true, 'it was defined anew', true, false"
  })
  void needsTheLogWhereItGoesOnFromItsPosition(
      CopyPhase phase, boolean isFollowing, String outOfStep, boolean inStep, boolean expected) {
    assertThat(copy(phase, new Kept(NOW, isFollowing, outOfStep)).needsLog(inStep))
        .isEqualTo(expected);
  }

  private static CopyRecord copy(CopyPhase phase, Kept kept) {
    return new CopyRecord(
        7,
        "lowtide/1",
        "uuid",
        TABLE,
        "fingerprint",
        phase,
        new BinlogPosition("binlog.000003", 4),
        null,
        0,
        NOW,
        NOW,
        kept);
  }
}
