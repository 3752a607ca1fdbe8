package dev.lowtide.scheduler.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.shrink.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {

  @TempDir private Path directory;

  @Test
  void isMadeWhereThereIsNone() {
    try (Store store = Store.open("jdbc:h2:file:" + directory.resolve("store"))) {
      store.look(() -> 0);

      assertThat(store.problem()).isEmpty();
    }
    assertThat(directory.resolve("store.mv.db")).exists();
  }

  @Test
  void keepsItsNameAndHasAnotherThanAnyOther() {
    String url = "jdbc:h2:file:" + directory.resolve("store");
    String name;
    try (Store store = Store.open(url)) {
      name = store.id();
    }

    try (Store again = Store.open(url);
        Store other = Stores.inMemory()) {
      assertThat(again.id()).isEqualTo(name);
      assertThat(other.id()).isNotEqualTo(name);
    }
  }

  /** Sessions at the target would have to be open within the time that the store's are. */
  @Test
  void leavesTheTimesOfOthersAlone() {
    try (Store store = Store.open("jdbc:h2:file:" + directory.resolve("store"))) {
      assertThat(store.problem()).isEmpty();
      assertThat(DriverManager.getLoginTimeout()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lowtide.db", "jdbc:mariadb://db/lowtide"})
  void refusesAUrlThatItDoesNotUnderstand(String url) {
    assertThatThrownBy(() -> Store.open(url))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "store.url: '"
                + url
                + "' (expected: jdbc:h2:file:PATH or jdbc:postgresql://HOST:PORT/DATABASE"
                + " or jdbc:mysql://HOST:PORT/DATABASE)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/lowtide?user=ann&password=geheim",
        "jdbc:mysql://ann:geheim@db/lowtide",
        "jdbc:mysql://ann:geh/eim@db/lowtide",
        "jdbc:postgresql://ann:geheim@db/lowtide",
        "jdbc:h2:file:./lowtide;PASSWORD=geheim"
      })
  void refusesAUrlWithAPasswordInItAndDoesNotSayIt(String url) {
    assertThatThrownBy(() -> Store.open(url))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "store.url: names an account's password"
                + " (expected: store.password or store.passwordFile)");
  }

  /** What the builds before this one left: the same tables, noted with other checksums. */
  @Test
  void aStoreOfAnEarlierBuildIsOpenedAsItIs() {
    String url = "jdbc:h2:file:" + directory.resolve("store");
    Flyway.configure()
        .dataSource(url, "", "")
        .locations("classpath:former-migrations")
        .load()
        .migrate();

    for (int start = 1; start <= 2; start++) {
      try (Store store = Store.open(url)) {
        Journal journal = new Journal(store);
        journal.record(Plans.NOW, "ann", "note", "start " + start);
        assertThat(journal.audit()).hasSize(start);
      }
    }
  }

  @Test
  void aMigrationThatWasChangedBehindOurBackIsNotAdopted() throws SQLException {
    String url = "jdbc:h2:file:" + directory.resolve("store");
    Store.open(url).close();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE \"flyway_schema_history\" SET \"checksum\" = 1 WHERE \"version\" = '2'");
      statement.execute(
          "UPDATE \"flyway_schema_history\" SET \"checksum\" = -802284633 WHERE \"version\" = '1'");
    }

    assertThatThrownBy(() -> Store.open(url))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be opened")
        .hasStackTraceContaining("checksum mismatch for migration version 2");
  }

  @Test
  void saysWhyItCannotBeOpened() throws IOException {
    Path file = Files.writeString(directory.resolve("occupied"), "a file, no directory");
    String url = "jdbc:h2:file:" + file.resolve("store");

    assertThatThrownBy(() -> Store.open(url))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("store.url: '" + url + "' cannot be opened: ")
        .hasMessageContaining("occupied");
  }

  @Test
  void whatIsMistypedIsNotSaidWhole() {
    assertThatThrownBy(() -> Store.open("jdbc:postgres://ann:geheim@db/lowtide?pass=geheim"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("store.url: 'jdbc:postgres://db/lowtide' (expected: ");
    assertThatThrownBy(() -> Store.open("jdbc:postgresql://db:geheim/lowtide"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("store.url: 'jdbc:postgresql:(not shown)' cannot be opened: ")
        .message()
        .doesNotContain("geheim");
  }

  @Test
  void whoeverAsksAStoreThatIsGoneHearsSo() {
    Store store = Stores.inMemory();
    Journal journal = new Journal(store);
    store.close();

    assertThatThrownBy(journal::audit)
        .isInstanceOf(StoreGoneException.class)
        .hasMessageStartingWith("the store cannot be used at this moment: ");
  }
}
