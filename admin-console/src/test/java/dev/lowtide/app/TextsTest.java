package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TextsTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final StringWriter printed = new StringWriter();
  private final Texts texts = new Texts(new PrintWriter(printed, true));

  @Test
  void valuesStandUnderEachOther() {
    texts.field("sessions", 3);
    texts.field("statements per second", 2.5);

    assertThat(lines())
        .containsExactly("sessions                 3", "statements per second    2.5");
  }

  @Test
  void numbersDoNotDependOnWhereTheReaderLives() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      texts.field("statements per second", 1234.5);
    } finally {
      Locale.setDefault(before);
    }

    assertThat(lines()).containsExactly("statements per second    1234.5");
  }

  @Test
  void conditionsStandInATableMetOrNot() {
    texts.conditions(
        MAPPER.readTree(
            """
            [
              { "signal": "sight", "value": "lost", "limit": "clear", "sinceSeconds": 3,
                "isMet": false, "isBlind": true },
              { "signal": "threads running", "value": "12", "limit": "at most 4",
                "sinceSeconds": 41, "isMet": false, "isBlind": false },
              { "signal": "backups", "value": "none", "limit": "none", "sinceSeconds": 7,
                "isMet": true, "isBlind": false }
            ]"""));

    assertThat(lines())
        .containsExactly(
            "CONDITION        STATE    SINCE  QUIET      SEEN",
            "sight            blind    3 s    clear      lost",
            "threads running  not met  41 s   at most 4  12",
            "backups          met      7 s    none       none");
  }

  @Test
  void withoutConditionsThereIsNoTable() {
    texts.conditions(MAPPER.readTree("[]"));

    assertThat(printed.toString()).isEmpty();
  }

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    texts.table(
        List.of("TABLE", "SIZE", "WHY"),
        List.of(
            List.of("shop.orders", "1.5 GiB", "many rows deleted"),
            List.of("a.b", "64.0 MiB", "")));

    assertThat(lines())
        .containsExactly(
            "TABLE        SIZE      WHY",
            "shop.orders  1.5 GiB   many rows deleted",
            "a.b          64.0 MiB");
  }

  @Test
  void aTableWithoutRowsIsItsHeader() {
    texts.table(List.of("ID", "TABLE"), List.of());

    assertThat(lines()).containsExactly("ID  TABLE");
  }

  @Test
  void aRunIsALine() {
    texts.run(
        json(
            "{'id': 7, 'plan': {'subject': 'shop.orders'}, 'state': 'WAITING_FOR_QUIET', 'reason':"
                + " 'busy'}"));
    texts.run(json("{'id': 8, 'plan': {'subject': 'a.b'}, 'state': 'SUCCEEDED', 'reason': ''}"));

    assertThat(lines())
        .containsExactly(
            "run 7 for shop.orders is waiting for quiet: busy", "run 8 for a.b is succeeded");
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0 ms", "PT0.0123S, 12 ms", "PT1M0.5S, 60500 ms"})
  void durationsAreMilliseconds(String duration, String text) {
    assertThat(Texts.millis(json("'" + duration + "'"))).isEqualTo(text);
  }

  @Test
  void sizesAreReadInBytes() {
    assertThat(Texts.size(json("1610612736"))).isEqualTo(new ByteSize(1610612736L));
  }

  @Test
  void whatTheServerLeavesOutIsNothing() {
    JsonNode missing = json("{}").path("missing");

    assertThat(Texts.millis(missing)).isEqualTo("0 ms");
    assertThat(Texts.size(missing)).isEqualTo(ByteSize.ZERO);
  }

  private List<String> lines() {
    return printed.toString().lines().toList();
  }

  private static JsonNode json(String text) {
    return MAPPER.readTree(text.replace('\'', '"'));
  }
}
