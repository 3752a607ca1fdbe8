package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.mysql.Leftover;
import dev.lowtide.scheduler.mysql.MySqlJanitor;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run that died leaves is found and named; old rows are nobody's to remove. */
class JanitorIT {

  private CopyLab lab;
  private MySqlJanitor janitor;

  @BeforeEach
  void open() throws Exception {
    lab = CopyLab.open();
    janitor = new MySqlJanitor(lab.target, lab.registry, lab.shadows);
    Lab.execute(lab.connection, "CREATE TABLE t (id INT PRIMARY KEY)");
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  @Test
  void whereNothingWasEverCopiedNothingIsLeft() {
    assertThat(janitor.look(ownedBy(""))).isEmpty();
  }

  @Test
  void aCopyWhoseOwnerIsDeadIsNamedAndRemovedWithItsShadow() throws Exception {
    CopyRecord copy = lab.register("t");
    lab.shadows.create(copy.table());

    assertThat(janitor.look(ownedBy("lab/t"))).isEmpty();
    List<Leftover> found = janitor.look(ownedBy("lab/u"));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).text()).contains("copy_lab.t", "lab/t", "CREATING", "nobody");
    janitor.remove(found.get(0));

    assertThat(lab.shadows.exists(copy.table().shadow())).isFalse();
    assertThat(lab.shadows.exists(copy.table().original())).isTrue();
    assertThat(lab.registry.all()).isEmpty();
  }

  @Test
  void aShadowThatNoCopyHasIsRemovable() throws Exception {
    lab.register("t");
    Lab.execute(lab.connection, "CREATE TABLE lowtide_new.u (id INT)");

    List<Leftover> found = janitor.look(ownedBy("lab/t"));
    assertThat(found).extracting(Leftover::isRemovable).containsExactly(true);
    janitor.remove(found.get(0));

    assertThat(janitor.look(ownedBy("lab/t"))).isEmpty();
  }

  @Test
  void anOldTableThatNoCopyHasIsReportedAndStays() throws Exception {
    lab.register("t");
    Lab.execute(lab.connection, "CREATE TABLE lowtide_old.`9_u` (id INT)");

    List<Leftover> found = janitor.look(ownedBy("lab/t"));

    assertThat(found.get(0).text()).contains("lowtide_old.9_u");
    assertThatThrownBy(() -> janitor.remove(found.get(0)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Lab.rows(lab.connection, "SELECT * FROM lowtide_old.`9_u`")).isEmpty();
  }

  @Test
  void aSwapInItsMiddleIsReportedAndStays() throws Exception {
    CopyRecord copy = lab.register("t");
    lab.shadows.create(copy.table());
    lab.registry.phase(copy.id(), CopyPhase.SWAPPING);

    List<Leftover> found = janitor.look(ownedBy(""));

    assertThat(found).extracting(Leftover::isRemovable).containsExactly(false);
  }

  @Test
  void whatIsKeptIsNoLeftover() throws Exception {
    CopyRecord copy = lab.register("t");
    Lab.execute(lab.connection, "CREATE TABLE " + copy.table().old().quoted() + " (id INT)");
    lab.registry.phase(copy.id(), CopyPhase.KEPT);

    assertThat(janitor.look(ownedBy(""))).isEmpty();
  }

  private static Predicate<CopyRecord> ownedBy(String owner) {
    return copy -> copy.owner().equals(owner);
  }
}
