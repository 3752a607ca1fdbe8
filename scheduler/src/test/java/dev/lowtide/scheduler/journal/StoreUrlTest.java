package dev.lowtide.scheduler.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:h2:file:./lowtide;CIPHER=AES | jdbc:h2:file:./lowtide",
        "jdbc:h2:mem:one;DB_CLOSE_DELAY=-1 | jdbc:h2:mem:one",
        "jdbc:postgresql://db:5432/lowtide?sslmode=verify-full | jdbc:postgresql://db:5432/lowtide",
        "jdbc:mysql://one:1,two:2/lowtide | jdbc:mysql://one:1,two:2/lowtide",
        "jdbc:mysql://[::1]:3306/lowtide | jdbc:mysql://[::1]:3306/lowtide",
        "jdbc:mysql://ann:geheim@db/lowtide | jdbc:mysql://db/lowtide",
        "jdbc:mysql://ann:geh/eim@db/lowtide | jdbc:mysql://db/lowtide",
        "lowtide.db | lowtide.db",
      })
  void kindHostAndDatabaseAreShown(String url, String shown) {
    assertThat(StoreUrl.shown(url)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://address=(host=h)(user=u)(password=geheim)/db",
        "jdbc:mysql://(host=h,password=geheim)/db",
        "jdbc:mysql://ann:geh?eim@db/lowtide",
        "jdbc:mysql://ann:x?y@geheim",
        "jdbc:postgresql://db/lowtide?user=ann&pass=geheim",
        "jdbc:oracle:thin:ann/geheim@db",
        "postgresql://ann:geheim@db/lowtide",
        "jdbc://ann:geheim@db/lowtide",
      })
  void nothingElseIs(String url) {
    assertThat(StoreUrl.shown(url)).doesNotContain("geh").doesNotContain("eim");
  }
}
