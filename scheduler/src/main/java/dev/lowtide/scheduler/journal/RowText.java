package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.journal.StoreTables.Column;
import dev.lowtide.scheduler.journal.StoreTables.Table;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A row as one line of JSON, the same from every kind of store. */
final class RowText {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private RowText() {}

  static String write(Table table, ResultSet row) throws SQLException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Column column : table.columns()) {
      put(node, column, row);
    }
    return node.toString();
  }

  /** MySQL's BOOLEAN is a number of one bit, and its driver says so. */
  private static void put(ObjectNode node, Column column, ResultSet row) throws SQLException {
    String name = column.name();
    switch (column.type()) {
      case Types.BOOLEAN, Types.BIT -> {
        boolean value = row.getBoolean(name);
        node.put(name, row.wasNull() ? null : (Boolean) value);
      }
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> {
        long value = row.getLong(name);
        node.put(name, row.wasNull() ? null : (Long) value);
      }
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> {
        double value = row.getDouble(name);
        node.put(name, row.wasNull() ? null : (Double) value);
      }
      case Types.NUMERIC, Types.DECIMAL -> node.put(name, row.getBigDecimal(name));
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> {
        byte[] value = row.getBytes(name);
        node.put(name, value == null ? null : Base64.getEncoder().encodeToString(value));
      }
      default -> node.put(name, row.getString(name));
    }
  }

  static JsonNode read(String line) {
    return MAPPER.readTree(line);
  }

  static void bind(Table table, JsonNode row, PreparedStatement statement) throws SQLException {
    int index = 1;
    for (Column column : table.columns()) {
      JsonNode value = row.get(column.name());
      if (value == null || value.isNull()) {
        statement.setNull(index, column.type());
      } else {
        bind(column, value, statement, index);
      }
      index++;
    }
  }

  private static void bind(Column column, JsonNode value, PreparedStatement statement, int index)
      throws SQLException {
    switch (column.type()) {
      case Types.BOOLEAN, Types.BIT -> statement.setBoolean(index, value.asBoolean());
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
          statement.setLong(index, value.asLong());
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> statement.setDouble(index, value.asDouble());
      case Types.NUMERIC, Types.DECIMAL ->
          statement.setBigDecimal(index, new BigDecimal(value.asString()));
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          statement.setBytes(index, Base64.getDecoder().decode(value.asString()));
      default -> statement.setString(index, value.asString());
    }
  }
}
