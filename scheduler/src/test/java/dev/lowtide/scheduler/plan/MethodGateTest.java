package dev.lowtide.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.plan.MethodGate.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodGateTest {

  private static final String COMMUNITY = "MySQL Community Server - GPL";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.0.27", "8.0.31", "8.0.40", "8.0.41", "8.0.43", "8.1.0", "8.3.0", "8.4.0", "8.4.3",
        "8.4.4", "9.0.0", "9.0.1", "9.1.0", "9.2.0"
      })
  void inPlaceIsRefusedWhereItCanLoseRows(String version) {
    Answer answer = MethodGate.nativeInPlace(mysql(version));

    assertThat(answer.isAllowed()).isFalse();
    assertThat(answer.reason()).contains(version, "can lose rows", "115608", "117436");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.0.26", "8.0.11", "5.7.44"})
  void inPlaceIsRefusedWhereNobodyHasProvenIt(String version) {
    Answer answer = MethodGate.nativeInPlace(mysql(version));

    assertThat(answer.isAllowed()).isFalse();
    assertThat(answer.reason()).contains(version, "not known to be safe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.0.44", "8.0.45", "9.3.0", "9.4.0", "9.7.4"})
  void inPlaceIsSafeWhereTheCodeWasReplaced(String version) {
    Answer answer = MethodGate.nativeInPlace(mysql(version));

    assertThat(answer.isAllowed()).isTrue();
    assertThat(answer.reason()).contains(version, "known to be safe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.0.26", "8.0.36-28", "8.0.44-35", "8.4.2-2"})
  void inPlaceIsRefusedOnPercona(String version) {
    Answer answer = MethodGate.nativeInPlace(percona(version));

    assertThat(answer.isAllowed()).isFalse();
    assertThat(answer.reason()).contains(version);
  }

  @Test
  void inPlaceIsRefusedOnWhatIsNotMySql() {
    assertThat(MethodGate.nativeInPlace(mariaDb("11.4.6-MariaDB")).isAllowed()).isFalse();
    assertThat(MethodGate.nativeInPlace(mysql("9.7.4-txsql")).isAllowed()).isFalse();
    assertThat(MethodGate.nativeInPlace(mysql("garbage")).isAllowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.0.11", "8.0.26", "8.0.27", "8.0.31", "8.0.40", "8.0.41", "8.0.43", "8.0.44", "8.4.0",
        "8.4.3", "8.4.4", "9.0.0", "9.2.0", "9.3.0", "9.7.4"
      })
  void copyLosesNoRowsFromEightToNine(String version) {
    Answer answer = MethodGate.copy(mysql(version));

    assertThat(answer.isAllowed()).isTrue();
    assertThat(answer.reason()).contains("ALGORITHM=COPY", version);
  }

  @Test
  void copyLosesNoRowsOnPercona() {
    assertThat(MethodGate.copy(percona("8.0.36-28")).isAllowed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.7.44", "10.0.0", "8.0.30-txsql", "garbage"})
  void copyIsRefusedWhereItHasNotBeenTried(String version) {
    Answer answer = MethodGate.copy(mysql(version));

    assertThat(answer.isAllowed()).isFalse();
    assertThat(answer.reason()).contains(version, "expected: MySQL 8.0 to 9.x");
  }

  @Test
  void copyIsRefusedOnMariaDb() {
    Answer answer = MethodGate.copy(mariaDb("11.4.6-MariaDB"));

    assertThat(answer.isAllowed()).isFalse();
    assertThat(answer.reason()).contains("MariaDB 11.4.6-MariaDB");
  }

  private static ServerVersion mysql(String version) {
    return ServerVersion.parse(version, COMMUNITY);
  }

  private static ServerVersion percona(String version) {
    return ServerVersion.parse(version, "Percona Server (GPL), Release 28");
  }

  private static ServerVersion mariaDb(String version) {
    return ServerVersion.parse(version, "mariadb.org binary distribution");
  }
}
