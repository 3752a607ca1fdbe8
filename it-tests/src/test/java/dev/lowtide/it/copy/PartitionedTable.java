package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A table of three partitions, half of its rows dead, and a book of what must be in it.
 *
 * @param rows by their id, the other columns joined; whoever writes keeps it
 */
record PartitionedTable(Connection connection, Map<Integer, String> rows) {

  static final TableName NAME = new TableName(CopyLab.SCHEMA, "t");
  static final Subject P1 = Subject.partition(NAME, "p1");

  /** Values of the column by which it is divided: from 0 up to this. */
  static final int PARTS = 30;

  /** Of which half stay, a third of them in each partition. */
  static final int ROWS = 126_000;

  /** How a table can be divided into p0, p1 and p2. */
  enum Kind {
    RANGE(
        "RANGE (part) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20),"
            + " PARTITION p2 VALUES LESS THAN MAXVALUE)"),
    LIST(
        "LIST (part) (PARTITION p0 VALUES IN (0,1,2,3,4,5,6,7,8,9),"
            + " PARTITION p1 VALUES IN (10,11,12,13,14,15,16,17,18,19),"
            + " PARTITION p2 VALUES IN (20,21,22,23,24,25,26,27,28,29))"),
    KEY("KEY (part) PARTITIONS 3"),
    HASH("HASH (part) PARTITIONS 3");

    private final String clause;

    Kind(String clause) {
      this.clause = clause;
    }
  }

  static PartitionedTable make(Connection connection, Kind kind) throws Exception {
    Lab.execute(
        connection,
        "CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT, part INT NOT NULL, v VARCHAR(300) NOT"
            + " NULL, n INT GENERATED ALWAYS AS (part * 2) VIRTUAL, PRIMARY KEY (id, part),"
            + " UNIQUE KEY u (v(40), part), KEY v (v(20)), KEY expression ((part + 1)),"
            + " CONSTRAINT some CHECK (CHAR_LENGTH(v) > 0)) COMMENT = 'some rows' PARTITION BY "
            + kind.clause,
        "SET SESSION cte_max_recursion_depth = 10000000",
        "INSERT INTO t (id, part, v) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM"
            + " n WHERE i < "
            + ROWS
            + ") SELECT i, i % "
            + PARTS
            + ", RPAD(CONCAT(i, ' ', SHA2(i, 256)), 250, 'x') FROM n",
        "DELETE FROM t WHERE id % 20 < 10",
        "ANALYZE TABLE t");
    PartitionedTable table = new PartitionedTable(connection, new ConcurrentSkipListMap<>());
    for (String row : Lab.rows(connection, "SELECT id, part, v FROM t")) {
      String[] cells = row.split("\\|", 2);
      table.rows.put(Integer.valueOf(cells[0]), cells[1]);
    }
    return table;
  }

  /** As {@link Lab#rows} shows a row, but for its id. */
  static String row(int part, String value) {
    return part + "|" + value + "|";
  }

  /** Each row is there once, as the book has it, by either index, and where it belongs. */
  void assertWhole() throws Exception {
    List<String> expected =
        rows.entrySet().stream().map(row -> row.getKey() + "|" + row.getValue()).toList();
    assertThat(Lab.rows(connection, "SELECT id, part, v FROM t FORCE INDEX (PRIMARY) ORDER BY id"))
        .isEqualTo(expected);
    assertThat(Lab.rows(connection, "SELECT id, part, v FROM t FORCE INDEX (u) ORDER BY id"))
        .isEqualTo(expected);
    assertThat(Lab.rows(connection, "SELECT SUM(1) FROM t FORCE INDEX (expression)"))
        .isEqualTo(List.of(expected.size() + "|"));
    assertThat(Lab.rows(connection, "CHECK TABLE t EXTENDED"))
        .allMatch(row -> row.endsWith("|status|OK|"));
  }

  String definition() throws Exception {
    return Lab.rows(connection, "SHOW CREATE TABLE t").get(0).replaceAll("AUTO_INCREMENT=\\d+", "");
  }

  /** Up to which number ids were given out. */
  long counter() throws Exception {
    Lab.execute(connection, "FLUSH TABLES t", "SET SESSION information_schema_stats_expiry = 0");
    return Long.parseLong(
        Lab.ask(
            connection,
            "SELECT AUTO_INCREMENT FROM information_schema.TABLES"
                + " WHERE TABLE_SCHEMA = 'copy_lab' AND TABLE_NAME = 't'"));
  }

  /** The number of a partition's tablespace, which goes with its rows; 0 amid an exchange. */
  String space(String partition) throws Exception {
    return tablespace("SPACE", partition);
  }

  long bytes(String partition) throws Exception {
    return Long.parseLong(tablespace("FILE_SIZE", partition));
  }

  private String tablespace(String column, String partition) throws Exception {
    return Lab.ask(
        connection,
        "SELECT COALESCE(MAX("
            + column
            + "), 0) FROM information_schema.INNODB_TABLESPACES WHERE NAME = 'copy_lab/t#p#"
            + partition
            + "'");
  }
}
