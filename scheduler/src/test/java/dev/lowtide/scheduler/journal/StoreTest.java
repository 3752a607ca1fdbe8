package dev.lowtide.scheduler.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {

  @TempDir private Path directory;

  @Test
  void isMadeWhereThereIsNone() {
    try (Store store = Store.open("jdbc:h2:file:" + directory.resolve("store"))) {
      assertThat(store.isReachable()).isTrue();
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

  @ParameterizedTest
  @ValueSource(strings = {"", "lowtide.db", "jdbc:mysql://db/lowtide"})
  void refusesAUrlThatItDoesNotUnderstand(String url) {
    assertThatThrownBy(() -> Store.open(url))
        .isInstanceOf(StoreException.class)
        .hasMessage("store.url: '" + url + "' (expected: jdbc:h2:file:PATH)");
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
  void isNotReachableWhenItDoesNotAnswer() {
    Store store = Stores.inMemory();
    store.close();

    assertThat(store.isReachable()).isFalse();
  }
}
