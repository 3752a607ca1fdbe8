package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.mysql.MySqlStepRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the registry remembers of old tables. */
class StepRegistryIT {

  private CopyLab lab;
  private MySqlStepRegistry steps;

  @BeforeEach
  void open() throws Exception {
    lab = CopyLab.open();
    steps = new MySqlStepRegistry(lab.target);
    Lab.execute(lab.connection, "CREATE TABLE t (id INT PRIMARY KEY)");
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  @Test
  void anOldTableIsAsOldAsItsCutOverHoweverOftenItsRowChanges() {
    long id = lab.register("t").id();
    assertThat(record().kept()).isEqualTo(CopyRecord.Kept.UNKNOWN);
    lab.registry.phase(id, CopyPhase.KEPT);
    CopyRecord kept = record();

    steps.follows(id, "another");
    lab.registry.applied(id, new BinlogPosition("binlog.000009", 77));
    lab.registry.phase(id, CopyPhase.SWAPPING);
    lab.registry.phase(id, CopyPhase.KEPT);

    assertThat(kept.kept().since()).isEqualTo(kept.keptSince()).isNotNull();
    assertThat(record().keptSince()).isEqualTo(kept.keptSince());
    assertThat(record().changedAt()).isAfter(kept.changedAt());
    assertThat(record().fingerprint()).isEqualTo("another");
    assertThat(record().kept().isFollowing()).isTrue();
    assertThat(record().kept().outOfStep()).isEmpty();
  }

  @Test
  void whyATableFollowsNoMoreIsRememberedHoweverLongItIs() {
    long id = lab.register("t").id();

    steps.outOfStep(id, "b".repeat(3000));

    assertThat(record().kept().outOfStep()).isEqualTo("b".repeat(2000));
  }

  @Test
  void theTableThatCameOffIsKeptByTheOldNameFromThenOn() throws Exception {
    CopyRecord copy = lab.register("t");
    lab.shadows.create(copy.table());
    lab.registry.phase(copy.id(), CopyPhase.KEPT);
    CopyRecord before = record();
    lab.registry.phase(copy.id(), CopyPhase.FOLLOWING);

    steps.cameOff(copy, "ann wanted it");

    assertThat(record().phase()).isEqualTo(CopyPhase.KEPT);
    assertThat(record().keptSince()).isAfter(before.keptSince());
    assertThat(record().kept().outOfStep()).isEqualTo("ann wanted it");
    assertThat(lab.shadows.exists(copy.table().old())).isTrue();
    assertThat(lab.shadows.exists(copy.table().shadow())).isFalse();
  }

  @Test
  void aRegistryOfTheFirstVersionIsReadAndGivenWhatItLacks() throws Exception {
    long id = lab.register("t").id();
    lab.registry.phase(id, CopyPhase.KEPT);
    Lab.execute(
        lab.connection,
        "ALTER TABLE lowtide.copy DROP COLUMN kept_at, DROP COLUMN is_following,"
            + " DROP COLUMN out_of_step, DROP COLUMN table_partition, DROP COLUMN partition_space,"
            + " COMMENT = 'lowtide registry 1'");

    CopyRecord read = record();

    assertThat(read.id()).isEqualTo(id);
    assertThat(read.phase()).isEqualTo(CopyPhase.KEPT);
    assertThat(read.kept()).isEqualTo(CopyRecord.Kept.UNKNOWN);
    assertThat(read.keptSince()).isEqualTo(read.changedAt());
    steps.follows(id, "another");
    assertThat(record().keptSince()).isEqualTo(read.changedAt());
  }

  private CopyRecord record() {
    return lab.registry.find("lab/t").orElseThrow();
  }
}
