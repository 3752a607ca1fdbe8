package dev.lowtide.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.plan.TableShape.Storage;
import dev.lowtide.scheduler.shrink.RowShape;
import dev.lowtide.scheduler.shrink.SpaceKind;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.TableFacts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableDescriptionTest {

  private static final TableName NAME = new TableName("shop", "t");

  private static final String HASHED =
      "CREATE TABLE `t` (\n  `id` int NOT NULL\n) ENGINE=InnoDB\n"
          + "/*!50100 PARTITION BY HASH (`id`)\nPARTITIONS 4 */";

  @Test
  void columnsThatAreComputedWheneverTheyAreReadAreNotMoved() {
    TableShape shape =
        Shapes.keyed(
            List.of(
                Shapes.ID,
                Shapes.generated("kept", "int", "id + 1"),
                new Column("computed", "json", "", true, "json_array(id)")),
            Shapes.BY_ID);

    assertThat(described("", shape, "Dynamic").rowShape())
        .isEqualTo(new RowShape(2, 1, false, false));
  }

  @Test
  void columnsOfJsonAreDocuments() {
    TableShape shape = Shapes.keyed(List.of(Shapes.ID, Shapes.column("v", "json")), Shapes.BY_ID);

    assertThat(described("", shape, "Dynamic").rowShape().hasDocuments()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Dynamic, '', 1",
    "Dynamic, KEY_BLOCK_SIZE=4, 1",
    "Compressed, row_format=COMPRESSED, 2",
    "Compressed, row_format=COMPRESSED KEY_BLOCK_SIZE=8, 2",
    "Compressed, row_format=COMPRESSED key_block_size=4, 4",
    "Compressed, KEY_BLOCK_SIZE=16, 1",
    "Compressed, KEY_BLOCK_SIZE=0, 16",
  })
  void pagesAreCompressedToWhatTheTableSays(String rowFormat, String options, int ratio) {
    TableShape shape = Shapes.stored(new Storage(rowFormat, options, false, 0, List.of()));

    assertThat(described("", shape, rowFormat).rowShape().pageRatio()).isEqualTo(ratio);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/*!50100 PARTITION BY HASH (`id`) | true",
        "/*!50100 PARTITION BY LINEAR KEY ALGORITHM = 2 () | true",
        "/*!50100 PARTITION BY RANGE (`id`) | false",
        "  `a` int COMMENT 'PARTITION BY HASH' | false",
      })
  void rowsOfHashedPartitionsComeFromAllAtOnce(String line, boolean isHashed) {
    String definition = "CREATE TABLE `t` (\n" + line;

    assertThat(described(definition, Shapes.PLAIN, "Dynamic").rowShape().isHashed())
        .isEqualTo(isHashed);
  }

  @Test
  void rowsOfOnePartitionComeInTheirOrder() {
    TableFacts facts =
        Descriptions.facts(new Subject(SpaceKind.PARTITION, NAME, "p1"), 100, 1, HASHED);

    assertThat(described(facts, Shapes.PLAIN, "Dynamic").rowShape().isHashed()).isFalse();
  }

  private static TableDescription described(String definition, TableShape shape, String rowFormat) {
    return described(Descriptions.facts(Subject.of(NAME), 100, 1, definition), shape, rowFormat);
  }

  private static TableDescription described(TableFacts facts, TableShape shape, String rowFormat) {
    return new TableDescription(facts, "BASE TABLE", "InnoDB", true, rowFormat, 79, 0, 0, shape);
  }
}
