package dev.lowtide.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.plan.ServerVersion.Fork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8.0.31                  | MySQL Community Server - GPL                          | MYSQL",
        "8.4.4-log               | MySQL Community Server - GPL                          | MYSQL",
        "8.0.44-commercial       | MySQL Enterprise Server - Commercial                  | MYSQL",
        "8.0.44-debug            | MySQL Community Server - GPL - Debug                  | MYSQL",
        "9.7.4-2                 | (Debian)                                              | MYSQL",
        "8.0.36-0ubuntu0.22.04.1 | (Ubuntu)                                              | MYSQL",
        "8.0.36-2ubuntu3         | (Ubuntu)                                              | MYSQL",
        "9.3.0                   | Homebrew                                              | MYSQL",
        "8.0.36-28               | Percona Server (GPL), Release 28, Revision 47601f19   | PERCONA",
        "10.11.6-MariaDB-0+deb12u1-log | Debian n/a                                      | MARIADB",
        "11.4.2-MariaDB          | mariadb.org binary distribution                       | MARIADB",
        "5.5.5-10.6.4-MariaDB    | mariadb.org binary distribution                       | MARIADB",
        "8.0.11-TiDB-v7.5.0      | TiDB Server (Apache License 2.0), MySQL 8.0 compatible | OTHER",
        "8.0.11-TiDB-v7.5.0      | MySQL Community Server - GPL                          | OTHER",
        "8.0.30-txsql            | MySQL Community Server - GPL                          | OTHER",
        "8.0.30-txsql            | Tencent TXSQL                                         | OTHER",
        "8.0.35-cluster          | MySQL Cluster Community Server - GPL                  | OTHER",
        "8.0.35-u2-cloud         | MySQL Enterprise - Cloud                              | OTHER",
        "8.0.35-27.1             | Percona XtraDB Cluster (GPL), Release rel27           | OTHER",
        "8.0.31                  | Built by somebody                                     | OTHER",
      })
  void knowsWhoseBuildItIs(String version, String comment, Fork fork) {
    ServerVersion parsed = ServerVersion.parse(version, comment);

    assertThat(parsed.fork()).isEqualTo(fork);
    assertThat(parsed.text()).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource({"garbage", "8.4", "''", "v8.0.31", "8.0.x", "80000.0.1"})
  void whatIsNoVersionIsNobodys(String version) {
    ServerVersion parsed = ServerVersion.parse(version, "MySQL Community Server - GPL");

    assertThat(parsed).isEqualTo(new ServerVersion(Fork.OTHER, 0, 0, 0, version));
  }

  @Test
  void readsTheNumbers() {
    ServerVersion version = ServerVersion.parse("9.7.4-2", "(Debian)");

    assertThat(version).isEqualTo(new ServerVersion(Fork.MYSQL, 9, 7, 4, "9.7.4-2"));
    assertThat(version).hasToString("MySQL 9.7.4-2");
  }

  @ParameterizedTest
  @CsvSource({
    "8.0.31, 8, 0, 31, true",
    "8.0.31, 8, 0, 32, false",
    "8.0.9, 8, 0, 31, false",
    "8.0.31, 8, 0, 4, true",
    "8.4.0, 8, 0, 44, true",
    "8.4.0, 9, 0, 0, false",
    "9.0.0, 8, 4, 4, true",
    "9.10.0, 9, 7, 4, true"
  })
  void isOrderedByNumbersAndNotByText(
      String version, int major, int minor, int patch, boolean isAtLeast) {
    ServerVersion parsed = ServerVersion.parse(version, "MySQL Community Server - GPL");

    assertThat(parsed.isAtLeast(major, minor, patch)).isEqualTo(isAtLeast);
  }
}
