package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.shrink.Plans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds for every kind of store. */
public class StoreAdminTest {

  @TempDir private Path folder;

  private final StoreConfig from = fresh();
  private final StoreConfig into = other();
  private StoreAdmin admin;

  /** An empty store. */
  protected StoreConfig fresh() {
    return Stores.named();
  }

  /** Another one, which may be of another kind. */
  protected StoreConfig other() {
    return fresh();
  }

  @BeforeEach
  void open() {
    admin = StoreAdmin.open(from);
  }

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void aStoreSaysWhatItLacksAndWhatItHas() {
    StoreAdmin.Status before = admin.status();
    assertThat(before.version()).isEmpty();
    assertThat(before.pending()).hasSameSizeAs(admin.versions());
    assertThat(before.rows()).isEmpty();

    assertThat(admin.migrate()).isEqualTo(before.latest());

    StoreAdmin.Status after = admin.status();
    assertThat(after.pending()).isEmpty();
    assertThat(after.usedBy()).isEmpty();
    assertThat(after.rows()).containsEntry("run", 0L).doesNotContainKey(StoreTables.HISTORY);
  }

  @Test
  void everyMigrationHasAWayBack() {
    assertThat(admin.versions()).isNotEmpty().allMatch(WayBack::isThere);
  }

  @Test
  void thereAndBackAndThereAgainIsTheSameSchema() {
    String latest = admin.migrate();
    List<Integer> versions = admin.versions();
    for (int i = 1; i <= versions.size(); i++) {
      int to = i == versions.size() ? 0 : versions.get(i);
      assertThat(admin.goBackTo(to)).isEqualTo(to == 0 ? "" : String.valueOf(to));
      assertThat(admin.status().pending()).hasSize(i);
    }
    assertThat(admin.status().rows()).isEmpty();

    assertThat(admin.migrate()).isEqualTo(latest);
    try (Store store = Store.open(from)) {
      StoreContents.fill(store);
      assertThat(new Journal(store).runs(10)).hasSize(2);
    }
  }

  @Test
  void goingBackSaysWhatItLoses() {
    try (Store store = Store.open(from)) {
      StoreContents.fill(store);
    }

    assertThat(admin.lostBy(2)).contains("1 rows of survey", "1 rows of size_sample");
    assertThat(admin.lostBy(Integer.parseInt(admin.status().latest()))).isEmpty();
    assertThatThrownBy(() -> admin.lostBy(99))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("version: 99 (expected: 0 to ");
  }

  /** A token that only reads would act in the older build, and would come back as one that acts. */
  @Test
  void goingBackBeforeTokensHadScopesEndsThem() {
    try (Store store = Store.open(from)) {
      StoreContents.fill(store);
    }

    assertThat(admin.lostBy(4)).contains("1 rows of access_token");
    assertThat(admin.lostBy(5)).doesNotContain("1 rows of access_token");
    admin.goBackTo(4);
    assertThat(admin.status().rows()).containsEntry("access_token", 0L);
  }

  /** A table that a migration adds and that nobody fills here is one that might be forgotten. */
  @Test
  void aBackupHasEveryRowOfEveryTable() {
    try (Store store = Store.open(from)) {
      StoreContents.fill(store);
    }
    Path file = folder.resolve("backup.zip");

    BackupManifest made = admin.backup(file, NOW);

    assertThat(made.counts()).isEqualTo(admin.status().rows());
    assertThat(made.counts().keySet()).isEqualTo(admin.status().rows().keySet());
    assertThat(made.counts()).containsEntry("person", 2L).containsEntry("run", 2L);
  }

  /** It has the hashes of all passwords and tokens. */
  @Test
  void onlyItsOwnerReadsABackup() throws IOException {
    admin.migrate();
    Path file = folder.resolve("backup.zip");
    Files.writeString(folder.resolve("backup.zip.part"), "left by one that was broken off");

    admin.backup(file, NOW);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(StoreAdmin.manifest(file).rows()).isEqualTo(1);
  }

  @Test
  void whatIsRestoredIsTheSameAndGoesOn() {
    Path file = folder.resolve("backup.zip");
    String name;
    try (Store store = Store.open(from)) {
      StoreContents.fill(store);
      name = store.id();
    }
    BackupManifest made = admin.backup(file, NOW);

    try (StoreAdmin target = StoreAdmin.open(into)) {
      assertThat(target.restore(file)).isEqualTo(made);
      BackupManifest again = target.backup(folder.resolve("again.zip"), NOW);
      assertThat(again.tables()).containsExactlyInAnyOrderElementsOf(made.tables());
    }
    try (Store store = Store.open(into);
        Store original = Store.open(from)) {
      Journal journal = new Journal(store);
      assertThat(store.id()).isEqualTo(name);
      assertThat(journal.runs(10)).isEqualTo(new Journal(original).runs(10));
      assertThat(journal.audit()).isEqualTo(new Journal(original).audit());
      journal.record(NOW, "ann", "note", "after");
      assertThat(journal.audit().get(0).text()).isEqualTo("after");
      assertThat(journal.insert(Plans.plan(), "ann", NOW).id().value()).isGreaterThan(2);
    }
  }

  /** Migrations may write rows of their own, which are not there twice afterwards. */
  @Test
  void aStoreThatWasOnlyMadeIsEmpty() {
    Path file = folder.resolve("backup.zip");
    try (Store store = Store.open(from)) {
      StoreContents.fill(store);
    }
    BackupManifest made = admin.backup(file, NOW);

    try (StoreAdmin target = StoreAdmin.open(into)) {
      target.migrate();
      target.restore(file);
      assertThat(target.status().rows()).isEqualTo(made.counts());
    }
  }

  @Test
  void aStoreThatIsNotEmptyIsLeftAsItIs() {
    Path file = folder.resolve("backup.zip");
    try (Store store = Store.open(from);
        Store other = Store.open(into)) {
      StoreContents.fill(store);
      new Journal(other).record(NOW, "ann", "note", "mine");
    }
    admin.backup(file, NOW);

    try (StoreAdmin target = StoreAdmin.open(into)) {
      assertThatThrownBy(() -> target.restore(file))
          .isInstanceOf(StoreException.class)
          .hasMessage("the store has rows in audit (expected: an empty store)");
    }
    try (Store other = Store.open(into)) {
      assertThat(new Journal(other).audit()).hasSize(1);
    }
  }

  @Test
  void aFlippedByteIsFoundWhereverItIsAndNothingIsChanged() throws IOException {
    Path file = folder.resolve("backup.zip");
    try (Store store = Store.open(from)) {
      StoreContents.fill(store);
    }
    admin.backup(file, NOW);
    byte[] good = Files.readAllBytes(file);

    try (StoreAdmin target = StoreAdmin.open(into)) {
      for (int at = 0; at < good.length; at += 97) {
        byte[] bad = good.clone();
        bad[at] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.zip"), bad);
        assertThatThrownBy(() -> target.restore(damaged))
            .as("byte " + at)
            .isInstanceOf(StoreException.class)
            .hasMessageStartingWith(damaged + ": ")
            .hasMessageMatching("(?s).*(damaged|no backup).*");
      }
      assertThat(target.status().rows()).isEmpty();
    }
  }

  @Test
  void aFlippedByteInATableIsNamed() throws IOException {
    Path file = folder.resolve("backup.zip");
    try (Store store = Store.open(from)) {
      StoreContents.fill(store);
    }
    admin.backup(file, NOW);
    byte[] bytes = Files.readAllBytes(file);
    String entry = "tables/person.jsonl";
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(entry);
    bytes[at + entry.length() + 5] ^= 1;
    Files.write(file, bytes);

    try (StoreAdmin target = StoreAdmin.open(into)) {
      assertThatThrownBy(() -> target.restore(file))
          .hasMessage(
              file
                  + ": is damaged in tables/person.jsonl (expected: every byte as it was written)");
    }
  }

  @Test
  void aFileThatIsThereIsNotWrittenOver() throws IOException {
    admin.migrate();
    Path file = Files.writeString(folder.resolve("backup.zip"), "mine");

    assertThatThrownBy(() -> admin.backup(file, NOW))
        .hasMessage(file + ": is there already (expected: a new file)");
    assertThat(file).hasContent("mine");
  }

  @Test
  void aPersonAsksAndChangesNothingUnlessToldTo() {
    try (Store store = Store.open(from)) {
      StoreContents.fill(store);
    }
    admin.close();

    try (StoreConsole console = StoreConsole.open(from, false)) {
      assertThat(console.execute("SELECT name FROM person WHERE name = 'ann'").rows())
          .containsExactly(List.of("ann"));
      assertThatThrownBy(() -> console.execute("DELETE FROM audit"))
          .isInstanceOf(StoreException.class);
    }
    try (StoreConsole console = StoreConsole.open(from, true)) {
      assertThat(console.execute("UPDATE person SET role = 'VIEWER' WHERE name = 'ann'").changed())
          .isEqualTo(1);
    }
  }
}
