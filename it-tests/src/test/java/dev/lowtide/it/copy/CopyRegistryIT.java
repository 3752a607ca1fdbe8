package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.mysql.MySqlCopyRegistry;
import dev.lowtide.scheduler.shrink.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the registry remembers, whoever asks. */
class CopyRegistryIT {

  private CopyLab lab;

  @BeforeEach
  void open() throws Exception {
    lab = CopyLab.open();
    Lab.execute(
        lab.connection,
        "CREATE TABLE t (g INT AS (id + 1), v VARCHAR(9) CHARACTER SET latin1, h INT INVISIBLE,"
            + " id BIGINT UNSIGNED, b BINARY(3), d DECIMAL(9, 2), m DATETIME(4),"
            + " PRIMARY KEY (id, v, b, d, m))");
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  @Test
  void aCopyIsFoundAgainAsItWasRegistered() {
    CopyRecord registered = lab.register("t");
    lab.registry.phase(registered.id(), CopyPhase.COPYING);
    lab.registry.applied(registered.id(), new BinlogPosition("binlog.000009", 77));

    CopyRecord found = new MySqlCopyRegistry(lab.target).find("lab/t").orElseThrow();

    assertThat(found.table()).isEqualTo(registered.table());
    assertThat(found.phase()).isEqualTo(CopyPhase.COPYING);
    assertThat(found.applied()).isEqualTo(new BinlogPosition("binlog.000009", 77));
    assertThat(found.copiedTo()).isNull();
    assertThat(found.changedAt()).isAfter(found.createdAt());
  }

  @Test
  void aTableIsDescribedWithAllItsColumnsAndTheTypesOfItsKey() {
    CopyRecord copy = lab.register("t");

    assertThat(copy.table().columns()).containsExactly("v", "h", "id", "b", "d", "m");
    assertThat(copy.table().columnCount()).isEqualTo(7);
    assertThat(copy.table().keyIndex()).isEqualTo("PRIMARY");
    assertThat(copy.table().key())
        .containsExactly(
            new KeyColumn("id", 3, "bigint", true, "", 0),
            new KeyColumn("v", 1, "varchar", false, "latin1", 0),
            new KeyColumn("b", 4, "binary", false, "binary", 3),
            new KeyColumn("d", 5, "decimal", false, "", 2),
            new KeyColumn("m", 6, "datetime", false, "", 4));
    assertThat(copy.table().old().table()).isEqualTo(copy.id() + "_t");
  }

  @Test
  void anOwnerHasOneCopyAndAShadowOneOriginal() throws Exception {
    lab.register("t");
    assertThatThrownBy(() -> lab.register("t")).hasMessageContaining("has the shadow");

    lab.registry.forget(lab.registry.all().get(0).id());

    assertThat(lab.registry.all()).isEmpty();
    assertThat(lab.registry.find("lab/t")).isEmpty();
  }

  @Test
  void whatChangesRowsFilesOrDefinitionChangesTheFingerprint() throws Exception {
    CopyRecord before = lab.register("t");
    Lab.execute(lab.connection, "TRUNCATE TABLE t");
    String truncated = lab.shadows.fingerprint(before.table().original());
    Lab.execute(lab.connection, "ALTER TABLE t COMMENT = 'x'");
    String commented = lab.shadows.fingerprint(before.table().original());

    assertThat(before.fingerprint()).isNotEqualTo(truncated);
    assertThat(truncated).isNotEqualTo(commented);
    assertThat(lab.shadows.fingerprint(before.table().original())).isEqualTo(commented);
  }

  @Test
  void aRegistryThatKnowsNoPartitionsIsReadAndGivenWhatItLacks() throws Exception {
    CopyRecord before = lab.register("t");
    Lab.execute(
        lab.connection,
        "ALTER TABLE lowtide.copy DROP COLUMN table_partition, DROP COLUMN partition_space,"
            + " COMMENT = 'lowtide registry 2'");

    CopyRecord read = lab.registry.find("lab/t").orElseThrow();

    assertThat(read).isEqualTo(before);
    assertThat(read.table().isPartition()).isFalse();
    lab.registry.forget(read.id());
    Subject partition = Subject.partition(before.table().original(), "P 1");
    assertThat(lab.register(partition).table().subject()).isEqualTo(partition);
    assertThat(lab.registry.all().get(0).table().subject()).isEqualTo(partition);
  }

  @Test
  void aRegistryOfANewerLowtideIsLeftAlone() throws Exception {
    lab.register("t");
    Lab.execute(lab.connection, "ALTER TABLE lowtide.copy COMMENT = 'lowtide registry 999'");

    assertThatThrownBy(() -> lab.registry.all()).hasMessageContaining("a newer Lowtide made it");
  }
}
