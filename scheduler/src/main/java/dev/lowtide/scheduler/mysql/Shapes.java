package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.TableShape;
import dev.lowtide.scheduler.plan.TableShape.Check;
import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.plan.TableShape.Index;
import dev.lowtide.scheduler.plan.TableShape.Part;
import dev.lowtide.scheduler.plan.TableShape.Partition;
import dev.lowtide.scheduler.plan.TableShape.Trigger;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a table is made of, read from the data dictionary and never from the text of DDL. */
final class Shapes {

  private static final String COLUMNS =
      """
      SELECT COLUMN_NAME, LOWER(DATA_TYPE), COALESCE(CHARACTER_SET_NAME, ''),
        EXTRA LIKE '%VIRTUAL GENERATED%', COALESCE(GENERATION_EXPRESSION, '')
      FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION""";

  private static final String INDEXES =
      """
      SELECT INDEX_NAME, NON_UNIQUE = 0, INDEX_TYPE, COALESCE(COLUMN_NAME, ''),
        COALESCE(EXPRESSION, ''), SUB_PART IS NOT NULL AND INDEX_TYPE = 'BTREE'
      FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
      ORDER BY INDEX_NAME = 'PRIMARY' DESC, INDEX_NAME, SEQ_IN_INDEX""";

  private static final String TRIGGERS =
      """
      SELECT t.TRIGGER_NAME, t.DEFINER,
        EXISTS (SELECT 1 FROM mysql.user u WHERE CONCAT(u.User, '@', u.Host) = t.DEFINER),
        EXISTS (SELECT 1 FROM mysql.global_grants g
          WHERE CONCAT(g.USER, '@', g.HOST) = t.DEFINER AND g.PRIV = 'SYSTEM_USER')
      FROM information_schema.TRIGGERS t
      WHERE t.EVENT_OBJECT_SCHEMA = ? AND t.EVENT_OBJECT_TABLE = ?
      ORDER BY t.TRIGGER_NAME""";

  private static final String CHECKS =
      """
      SELECT c.CONSTRAINT_NAME, c.CHECK_CLAUSE, t.ENFORCED = 'YES'
      FROM information_schema.TABLE_CONSTRAINTS t
      JOIN information_schema.CHECK_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA
        AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME
      WHERE t.TABLE_SCHEMA = ? AND t.TABLE_NAME = ? AND t.CONSTRAINT_TYPE = 'CHECK'
      ORDER BY c.CONSTRAINT_NAME""";

  private static final String REFERS_TO =
      """
      SELECT DISTINCT UNIQUE_CONSTRAINT_SCHEMA, REFERENCED_TABLE_NAME
      FROM information_schema.REFERENTIAL_CONSTRAINTS
      WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ?
      ORDER BY UNIQUE_CONSTRAINT_SCHEMA, REFERENCED_TABLE_NAME""";

  private static final String PARTITIONS =
      """
      SELECT CONCAT_WS('/', PARTITION_NAME, SUBPARTITION_NAME), COALESCE(TABLE_ROWS, 0),
        COALESCE(DATA_LENGTH + INDEX_LENGTH + DATA_FREE, 0)
      FROM information_schema.PARTITIONS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND PARTITION_NAME IS NOT NULL
      ORDER BY PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION""";

  private Shapes() {}

  static TableShape of(Connection connection, TableName table) throws SQLException {
    return new TableShape(
        TableQuery.list(connection, COLUMNS, table, Shapes::column),
        indexes(connection, table),
        StorageOf.keyIndex(connection, table),
        TableQuery.list(connection, TRIGGERS, table, Shapes::trigger),
        TableQuery.list(
            connection,
            CHECKS,
            table,
            row -> new Check(row.getString(1), row.getString(2), row.getBoolean(3))),
        TableQuery.list(
            connection, REFERS_TO, table, row -> new TableName(row.getString(1), row.getString(2))),
        TableQuery.list(
            connection,
            PARTITIONS,
            table,
            row -> new Partition(row.getString(1), row.getLong(2), new ByteSize(row.getLong(3)))),
        StorageOf.read(connection, table));
  }

  private static Column column(ResultSet row) throws SQLException {
    return new Column(
        row.getString(1),
        row.getString(2).toLowerCase(Locale.ROOT),
        row.getString(3),
        row.getBoolean(4),
        row.getString(5));
  }

  private static Trigger trigger(ResultSet row) throws SQLException {
    return new Trigger(row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4));
  }

  private static List<Index> indexes(Connection connection, TableName table) throws SQLException {
    record Row(String name, boolean isUnique, String type, Part part) {}
    Map<String, List<Row>> byName = new LinkedHashMap<>();
    for (Row row :
        TableQuery.list(
            connection,
            INDEXES,
            table,
            r ->
                new Row(
                    r.getString(1),
                    r.getBoolean(2),
                    r.getString(3),
                    new Part(r.getString(4), r.getString(5), r.getBoolean(6))))) {
      byName.computeIfAbsent(row.name, name -> new ArrayList<>()).add(row);
    }
    return byName.values().stream()
        .map(
            rows ->
                new Index(
                    rows.get(0).name,
                    rows.get(0).isUnique,
                    rows.get(0).type,
                    rows.stream().map(Row::part).toList()))
        .toList();
  }
}
