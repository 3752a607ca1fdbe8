package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.scenarios.Lab;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sum of checksums relies on: where one row has none, the server gives no sum that fits. */
class SumOfChecksumsIT {

  private static final String SUM =
      "SELECT HEX(BIT_XOR(COALESCE(UNHEX(SHA2(v, 256)), UNHEX('00')))) FROM (%s) AS t";

  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = EngineLab.connect();
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a' AS v UNION ALL SELECT NULL",
        "SELECT NULL AS v UNION ALL SELECT 'a'",
        "SELECT 'a' AS v UNION ALL SELECT NULL UNION ALL SELECT NULL UNION ALL SELECT 'b'"
      })
  void oneRowWithoutAChecksumIsAnError(String rows) {
    assertThatThrownBy(() -> Lab.ask(connection, SUM.formatted(rows)))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(3513));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT NULL AS v", "SELECT NULL AS v UNION ALL SELECT NULL"})
  void onlySuchRowsHaveASumThatIsTooShort(String rows) throws Exception {
    assertThat(Lab.ask(connection, SUM.formatted(rows))).hasSizeLessThan(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 'a' AS v", "SELECT 'a' AS v UNION ALL SELECT 'b'"})
  void allOthersHaveOneThatFits(String rows) throws Exception {
    assertThat(Lab.ask(connection, SUM.formatted(rows))).hasSize(64);
  }
}
