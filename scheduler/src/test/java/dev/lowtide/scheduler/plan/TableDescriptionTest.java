package dev.lowtide.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableDescriptionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "  `a` int NOT NULL,#  `b` json DEFAULT NULL | true",
        "  `odd``name` json NOT NULL | true",
        "  `json` int NOT NULL | false",
        "  `a` varchar(9) COMMENT 'json' | false",
      })
  void columnsOfJsonAreSeenInTheDefinition(String columns, boolean hasDocuments) {
    String definition = "CREATE TABLE `t` (\n" + columns.replace('#', '\n') + "\n) ENGINE=InnoDB";

    assertThat(Descriptions.table(new TableName("shop", "t"), 100, 1, definition).hasDocuments())
        .isEqualTo(hasDocuments);
  }
}
