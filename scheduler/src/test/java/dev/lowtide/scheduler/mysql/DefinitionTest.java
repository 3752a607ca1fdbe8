package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {

  private static final String COLUMNS =
      """
      CREATE TABLE `orders` (
        `id` bigint NOT NULL AUTO_INCREMENT,
        `note` varchar(20) DEFAULT 'AUTO_INCREMENT=3' COMMENT ') ENGINE=InnoDB AUTO_INCREMENT=9',
        PRIMARY KEY (`id`)
      )""";

  @Test
  void theCounterIsDataAndNotDefinition() {
    Definition definition =
        Definition.parse(COLUMNS + " ENGINE=InnoDB AUTO_INCREMENT=75001 DEFAULT CHARSET=utf8mb4");

    assertThat(definition)
        .isEqualTo(new Definition(COLUMNS + " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4", 75001));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ENGINE=InnoDB",
        " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci",
        " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='x AUTO_INCREMENT=5'",
        " ENGINE=InnoDB COMMENT=') ENGINE=InnoDB AUTO_INCREMENT=5'"
      })
  void aDefinitionWithoutACounterStaysAsItIs(String options) {
    assertThat(Definition.parse(COLUMNS + options)).isEqualTo(new Definition(COLUMNS + options, 0));
  }

  @Test
  void onlyTheCounterGoesWhateverStandsAroundIt() {
    Definition definition =
        Definition.parse(
            COLUMNS
                + " ENGINE=InnoDB AUTO_INCREMENT=8 DEFAULT CHARSET=utf8mb4 ROW_FORMAT=COMPRESSED"
                + " COMMENT='AUTO_INCREMENT=5'\n/*!50100 PARTITION BY HASH (`id`)\nPARTITIONS 4 */");

    assertThat(definition.autoIncrement()).isEqualTo(8);
    assertThat(definition.text())
        .isEqualTo(
            COLUMNS
                + " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 ROW_FORMAT=COMPRESSED"
                + " COMMENT='AUTO_INCREMENT=5'\n/*!50100 PARTITION BY HASH (`id`)\nPARTITIONS 4 */");
  }

  @Test
  void theCounterOfATableThatNamesItsTablespaceGoesToo() {
    String tablespace = " /*!50100 TABLESPACE `innodb_file_per_table` */";

    Definition definition =
        Definition.parse(
            COLUMNS + tablespace + " ENGINE=InnoDB AUTO_INCREMENT=8 DEFAULT CHARSET=utf8mb4");

    assertThat(definition)
        .isEqualTo(
            new Definition(COLUMNS + tablespace + " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4", 8));
  }

  @Test
  void theCounterOfAnUnsignedBigintMayBeBeyondALong() {
    Definition definition =
        Definition.parse(
            COLUMNS + " ENGINE=InnoDB AUTO_INCREMENT=18446744073709551615 DEFAULT CHARSET=utf8mb4");

    assertThat(definition.text()).isEqualTo(COLUMNS + " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/*!50100 PARTITION BY RANGE (`id`)", "/*!50500 PARTITION BY LIST  COLUMNS(id)"})
  void whatATableWithoutPartitionsWouldBeIsCutOffBeforeThem(String clause) {
    String plain = COLUMNS + " ENGINE=InnoDB COMMENT='/*!50100 PARTITION BY HASH'";

    Definition definition =
        Definition.parse(plain + "\n" + clause + "\n(PARTITION p0 VALUES LESS THAN (10)) */");

    assertThat(definition.withoutPartitions()).contains(plain);
    assertThat(Definition.parse(plain).withoutPartitions()).isEmpty();
  }
}
