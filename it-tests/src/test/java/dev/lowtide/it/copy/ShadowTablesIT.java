package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import java.sql.Connection;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of a definition is that definition, or nothing. */
class ShadowTablesIT {

  private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");

  private CopyLab lab;

  @BeforeEach
  void open() throws Exception {
    lab = CopyLab.open();
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  static List<Definitions.Given> copied() {
    return Definitions.COPIED;
  }

  static List<Definitions.Given> refused() {
    return Definitions.REFUSED;
  }

  @ParameterizedTest
  @MethodSource("copied")
  void aShadowIsDefinedAsItsOriginalToTheLetter(Definitions.Given given) throws Exception {
    execute(given.statements());
    CopyTable table = lab.register("t").table();

    lab.shadows.create(table);
    lab.copyRows(table);
    lab.shadows.addSecondaryKeys(table);
    lab.shadows.analyze(table);

    assertThat(lab.shadows.differences(table)).isEmpty();
    assertThat(definition("lowtide_new.t")).isEqualTo(definition("copy_lab.t"));
    assertThat(rows("lowtide_new.t")).isEqualTo(rows("copy_lab.t")).isNotEqualTo(List.of("0|"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCannotBeMadeAgainIsRefusedWithAReason(Definitions.Given given) throws Exception {
    execute(given.statements());

    assertThatThrownBy(() -> lab.shadows.create(lab.register("t").table()))
        .hasMessageContaining("copy_lab.t")
        .hasMessageContaining(given.reason());

    assertThat(
            Lab.rows(
                lab.connection,
                "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'lowtide_new'"))
        .isEmpty();
  }

  @Test
  void whoeverAsksTwiceConnectsOnce() throws Exception {
    Lab.execute(lab.connection, "CREATE TABLE t (id INT PRIMARY KEY, v INT)");
    TableName original = new TableName(CopyLab.SCHEMA, "t");
    String first = lab.shadows.fingerprint(original);
    long connections = connections();

    Lab.execute(lab.connection, "ALTER TABLE t ADD COLUMN w INT");
    String second = lab.shadows.fingerprint(original);

    assertThat(second).isNotEqualTo(first);
    assertThat(connections()).isEqualTo(connections);
  }

  private long connections() throws Exception {
    return Long.parseLong(
        Lab.rows(
                lab.connection,
                "SELECT VARIABLE_VALUE FROM performance_schema.global_status"
                    + " WHERE VARIABLE_NAME = 'Connections'")
            .get(0)
            .replaceAll("\\D", ""));
  }

  private void execute(List<String> statements) throws Exception {
    for (String sql : statements) {
      try (var statement = lab.connection.createStatement()) {
        statement.setEscapeProcessing(false);
        statement.execute(sql);
      }
    }
  }

  private String definition(String table) throws Exception {
    Connection connection = lab.connection;
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SHOW CREATE TABLE " + table)) {
      row.next();
      return COUNTER.matcher(row.getString(2)).replaceFirst("");
    }
  }

  private List<String> rows(String table) throws Exception {
    return Lab.rows(lab.connection, "SELECT COUNT(*) FROM " + table);
  }
}
