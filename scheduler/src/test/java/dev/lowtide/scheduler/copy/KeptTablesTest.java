package dev.lowtide.scheduler.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptTablesTest {

  private static final Instant SWAPPED = Instant.parse("2026-03-01T02:00:00Z");
  private static final Duration KEEP_FOR = Duration.ofHours(24);
  private static final CopyTable TABLE = table("orders", 7);

  private final Server server = new Server();
  private final Registry registry = new Registry();
  private boolean isQuiet = true;
  private boolean isOver = true;
  private final KeptTables kept =
      new KeptTables(registry, server, KEEP_FOR, copy -> isOver, () -> isQuiet);

  @Test
  void anOldTableIsDroppedWhenItsTimeIsOverAndItIsQuiet() {
    assertThat(kept.step()).as("a second before").isEmpty();
    server.now = SWAPPED.plus(KEEP_FOR);
    isQuiet = false;
    assertThat(kept.step()).as("in a busy moment").isEmpty();
    isQuiet = true;

    assertThat(kept.step()).hasValueSatisfying(text -> assertThat(text).contains("is dropped"));

    assertThat(server.dropped).containsExactly(TABLE.old());
    assertThat(registry.copies).isEmpty();
  }

  @Test
  void oneThatCannotBeDroppedKeepsNoOtherFromIt() {
    server.now = SWAPPED.plus(KEEP_FOR);
    CopyTable carts = table("carts", 8);
    registry.copies.add(record(8, carts, CopyPhase.KEPT));
    server.tables.addAll(List.of(carts.original(), carts.old()));
    server.locked.add(TABLE.old());

    assertThatThrownBy(kept::step).hasMessage("7_orders is locked");
    assertThat(kept.step()).hasValueSatisfying(text -> assertThat(text).contains("8_carts"));
    assertThatThrownBy(kept::step).as("it is tried again").hasMessage("7_orders is locked");
    server.locked.clear();

    assertThat(kept.step()).hasValueSatisfying(text -> assertThat(text).contains("7_orders"));
    assertThat(server.dropped).containsExactly(carts.old(), TABLE.old());
    assertThat(kept.isAnythingDue()).isFalse();
  }

  @Test
  void itsFilesAreGivenBackStepByStepInQuietMoments() {
    server.now = SWAPPED.plus(KEEP_FOR);
    server.files.add(new File(2 * KeptTables.STEP_BYTES + 1));
    kept.step();

    assertThat(kept.step()).isPresent();
    isQuiet = false;
    assertThat(kept.step()).isEmpty();
    isQuiet = true;
    assertThat(kept.step()).isPresent();
    assertThat(kept.step())
        .hasValueSatisfying(text -> assertThat(text).contains("all is given back"));
    assertThat(kept.step()).isEmpty();
  }

  @Test
  void whatWasLeftInTheMiddleIsGivenBackFirst() {
    server.leftovers.add(new File(1));

    assertThat(kept.step())
        .hasValueSatisfying(text -> assertThat(text).contains("all is given back"));
  }

  @Test
  void nothingIsDroppedUnlessTheRegistrySaysThatItIsKept() {
    server.now = SWAPPED.plus(KEEP_FOR);
    for (CopyPhase phase : CopyPhase.values()) {
      registry.copies.set(0, record(phase));
      if (phase != CopyPhase.KEPT) {
        assertThat(kept.step()).as(phase.name()).isEmpty();
      }
    }
    assertThat(server.dropped).isEmpty();
  }

  @Test
  void nothingIsDroppedUnlessTheTableThatTookItsPlaceIsThere() {
    server.now = SWAPPED.plus(KEEP_FOR);
    server.tables.remove(TABLE.original());

    assertThat(kept.step()).isEmpty();
    assertThat(server.dropped).isEmpty();
  }

  @Test
  void oneThatIsGoneAlreadyIsForgotten() {
    server.now = SWAPPED.plus(KEEP_FOR);
    server.tables.remove(TABLE.old());

    assertThat(kept.step()).isPresent();
    assertThat(server.dropped).isEmpty();
    assertThat(registry.copies).isEmpty();
  }

  @Test
  void nothingIsDroppedWhoseRunIsNotOver() {
    server.now = SWAPPED.plus(KEEP_FOR);
    kept.step();
    registry.copies.add(record(CopyPhase.KEPT));
    server.tables.add(TABLE.old());
    server.dropped.clear();
    isOver = false;

    assertThat(kept.isAnythingDue()).isFalse();
    assertThat(kept.step()).isEmpty();
    assertThat(server.dropped).isEmpty();
  }

  @Test
  void somethingIsDueAtTheBeginningAndWhenTheTimeIsOver() {
    assertThat(kept.isAnythingDue()).as("files that were left").isTrue();
    kept.step();
    assertThat(kept.isAnythingDue()).isFalse();
    server.now = SWAPPED.plus(KEEP_FOR);
    assertThat(kept.isAnythingDue()).isTrue();
  }

  @Test
  void aPersonMayHaveItDroppedBeforeItsTimeAndInABusyMoment() {
    isQuiet = false;

    assertThat(kept.dropNow(8)).as("another copy").isEmpty();
    assertThat(kept.dropNow(7)).isPresent();

    assertThat(server.dropped).containsExactly(TABLE.old());
    assertThat(registry.copies).isEmpty();
  }

  @Test
  void aFileThatCannotBeGivenBackDoesNotHoldUpTheOthers() {
    server.leftovers.add(new File(-1));
    server.leftovers.add(new File(1));

    assertThat(kept.step())
        .hasValueSatisfying(text -> assertThat(text).contains("cannot be given back"));
    assertThat(kept.step())
        .hasValueSatisfying(text -> assertThat(text).contains("all is given back"));
  }

  private static CopyTable table(String name, long copyId) {
    return new CopyTable(
        new TableName("shop", name),
        new TableName(CopyTable.SHADOWS, name),
        new TableName(CopyTable.OLD, copyId + "_" + name),
        "PRIMARY",
        List.of(new KeyColumn("id", 0, "int", false, "", 0)),
        List.of("id"),
        1);
  }

  private static CopyRecord record(CopyPhase phase) {
    return record(7, TABLE, phase);
  }

  private static CopyRecord record(long id, CopyTable table, CopyPhase phase) {
    BinlogPosition position = new BinlogPosition("binlog.000001", 4);
    return new CopyRecord(
        id, "run " + id, "uuid", table, "", phase, position, null, 10, SWAPPED, SWAPPED);
  }

  private static final class File implements OldTables.LinkedFile {
    private long size;

    File(long size) {
      this.size = size;
    }

    @Override
    public String name() {
      return "7_orders.ibd";
    }

    @Override
    public long shrinkBy(long bytes) {
      if (size < 0) {
        throw new UncheckedIOException(new IOException("not permitted"));
      }
      size = Math.max(0, size - bytes);
      return size;
    }
  }

  private static final class Server implements OldTables {
    final Set<TableName> tables = new HashSet<>(Set.of(TABLE.original(), TABLE.old()));
    final Set<TableName> locked = new HashSet<>();
    final List<TableName> dropped = new ArrayList<>();
    final List<LinkedFile> files = new ArrayList<>();
    final List<LinkedFile> leftovers = new ArrayList<>();
    Instant now = SWAPPED.plus(KEEP_FOR).minusSeconds(1);

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public boolean exists(TableName table) {
      return tables.contains(table);
    }

    @Override
    public Dropped drop(TableName table) {
      if (locked.contains(table)) {
        throw new IllegalStateException(table.table() + " is locked");
      }
      dropped.add(table);
      tables.remove(table);
      return new Dropped(files, "step by step");
    }

    @Override
    public List<LinkedFile> leftovers() {
      return leftovers;
    }
  }

  private static final class Registry implements CopyRegistry {
    final List<CopyRecord> copies = new ArrayList<>(List.of(record(CopyPhase.KEPT)));

    @Override
    public CopyRecord register(
        String owner,
        Subject original,
        String fingerprint,
        String serverUuid,
        BinlogPosition start) {
      throw new AssertionError("nothing is to be registered");
    }

    @Override
    public Optional<CopyRecord> find(String owner) {
      return copies.stream().findFirst();
    }

    @Override
    public List<CopyRecord> all() {
      return List.copyOf(copies);
    }

    @Override
    public void phase(long id, CopyPhase phase) {
      throw new AssertionError("its phase is not to change");
    }

    @Override
    public void applied(long id, BinlogPosition position) {
      throw new AssertionError("its position is not to change");
    }

    @Override
    public void forget(long id) {
      copies.removeIf(copy -> copy.id() == id);
    }
  }
}
