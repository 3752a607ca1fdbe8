package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose copies those in the registry are, and whether anybody needs them still. */
class OwnersTest extends OperatorDeskScenario {

  private final Owners owners = new Owners(run -> "run " + run + " of us", journal);

  @ParameterizedTest
  @ValueSource(strings = {"run 1 of them", "run x of us", "run 1 of us too", "us", ""})
  void whatHasAnotherMarkIsAnothers(String owner) {
    waiting();

    assertThat(owners.run(copy(owner))).isEmpty();
    assertThat(owners.isOurs(copy(owner))).isFalse();
    assertThat(owners.isOpen(copy(owner))).isFalse();
    assertThat(owners.isDoneWith(copy(owner))).isFalse();
  }

  @Test
  void aRunThatIsNotOverNeedsItsCopy() {
    RunId run = waiting();
    CopyRecord copy = copy("run 1 of us");

    assertThat(owners.run(copy)).hasValue(run);
    assertThat(owners.isOpen(copy)).isTrue();
    assertThat(owners.openRuns()).containsExactly(run);
    assertThat(owners.isDoneWith(copy)).isFalse();
  }

  @Test
  void aRunThatFailedNeedsNoShadowButItsOldTableIsForAPersonToDrop() {
    book.move(waiting(), RunState.FAILED, "rows differ");

    assertThat(owners.isOpen(copy("run 1 of us"))).isFalse();
    assertThat(owners.isDoneWith(copy("run 1 of us"))).isFalse();
    assertThat(owners.openRuns()).isEmpty();
  }

  @Test
  void whatIsUncertainWaitsForAPerson() {
    RunId run = atWork(RunState.UNCERTAIN);
    CopyRecord copy = copy("run 1 of us");
    assertThat(owners.isOpen(copy)).isTrue();
    assertThat(owners.isDoneWith(copy)).isFalse();

    book.acknowledge(run, "ann");

    assertThat(owners.isOpen(copy)).isFalse();
    assertThat(owners.isDoneWith(copy)).isTrue();
  }

  @Test
  void afterASuccessNobodyNeedsTheOldTable() {
    RunId run = atWork(RunState.CUTTING_OVER);
    book.move(run, RunState.VERIFYING, "swapped");
    assertThat(owners.isDoneWith(copy("run 1 of us"))).isFalse();

    book.move(run, RunState.SUCCEEDED, "the same rows");

    assertThat(owners.isDoneWith(copy("run 1 of us"))).isTrue();
  }

  private RunId atWork(RunState then) {
    RunId run = waiting();
    book.move(run, RunState.PREFLIGHT, "checking");
    book.move(run, RunState.RUNNING, "copying");
    book.move(run, then, "then");
    return run;
  }

  private CopyRecord copy(String owner) {
    CopyTable table =
        new CopyTable(
            ORDERS,
            new TableName(CopyTable.SHADOWS, "orders"),
            new TableName(CopyTable.OLD, "7_orders"),
            "PRIMARY",
            List.of(new KeyColumn("id", 0, "int", false, "", 0)),
            List.of("id"),
            1);
    BinlogPosition position = new BinlogPosition("binlog.000001", 4);
    return new CopyRecord(
        7,
        owner,
        "uuid",
        table,
        "",
        CopyPhase.KEPT,
        position,
        null,
        10,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
