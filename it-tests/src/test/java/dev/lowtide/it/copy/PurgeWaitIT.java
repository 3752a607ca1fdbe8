package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.mysql.MySqlShadowTables;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No index is built while purge may still take rows away from below the scan. */
class PurgeWaitIT {

  private static final String KEY = "SHOW INDEX FROM lowtide_new.t WHERE Key_name = 'v'";

  private CopyLab lab;
  private CopyTable table;

  @BeforeEach
  void open() throws Exception {
    lab = CopyLab.open();
    Lab.execute(
        lab.connection,
        "CREATE TABLE t (id INT PRIMARY KEY, v INT, KEY v (v))",
        "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)");
    table = lab.register("t").table();
    lab.shadows.create(table);
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  @Test
  void whoKeepsPurgeBackIsNamedAndNoIndexIsBuiltUntilTheyEnd() throws Exception {
    try (Connection reader = Lab.server().connect()) {
      Lab.execute(reader, "START TRANSACTION", "SELECT COUNT(*) FROM copy_lab.t");
      lab.copyRows(table);
      Lab.execute(lab.connection, "DELETE FROM lowtide_new.t WHERE id = 2");
      MySqlShadowTables impatient =
          new MySqlShadowTables(lab.target, lab.pace, Duration.ofSeconds(3));

      assertThatThrownBy(() -> impatient.addSecondaryKeys(table))
          .isInstanceOfSatisfying(
              CopyStoppedException.class,
              e -> assertThat(e.fate()).isEqualTo(CopyStoppedException.Fate.RESUMABLE))
          .hasMessageContaining("session " + Lab.threadId(reader));
      assertThat(Lab.rows(lab.connection, KEY)).isEmpty();
    }

    lab.shadows.addSecondaryKeys(table);

    assertThat(Lab.rows(lab.connection, KEY)).hasSize(1);
  }
}
