package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.preflight.OurTables;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is in the schemas of ours. */
final class OurSchemas {

  private static final String TABLES =
      "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '%s'";

  private static final String CONSTRAINTS =
      "SELECT CONSTRAINT_NAME FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA ="
          + " '"
          + CopyTable.OLD
          + "'";

  private OurSchemas() {}

  static OurTables read(FactReader reader, List<CopyRecord> copies) throws SQLException {
    Set<TableName> tables =
        reader.texts("tables of ours", TABLES.formatted(CopyTable.SHADOWS)).stream()
            .map(name -> new TableName(CopyTable.SHADOWS, name))
            .collect(Collectors.toSet());
    Set<String> constraints =
        reader.texts("constraints of ours", CONSTRAINTS).stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return new OurTables(tables, constraints, copies);
  }
}
