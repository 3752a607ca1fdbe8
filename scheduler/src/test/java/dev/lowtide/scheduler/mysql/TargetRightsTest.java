package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRightsTest {

  @Test
  void saysHowTheAccountIsMade() {
    assertThat(TargetRights.grantStatements("lowtide"))
        .isEqualTo(
            "CREATE USER IF NOT EXISTS 'lowtide'@'%' IDENTIFIED BY '…'; GRANT SELECT, INSERT,"
                + " CREATE, ALTER, PROCESS, SHOW VIEW, TRIGGER, UPDATE, DELETE, DROP, INDEX, LOCK TABLES,"
                + " REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'lowtide'@'%';");
  }

  @Test
  void readsRightsThatAreGrantedOnEverything() {
    assertThat(
            TargetRights.global(
                "GRANT SELECT, INSERT, CREATE, PROCESS, ALTER ON *.* TO `lowtide`@`%`"))
        .containsExactly("SELECT", "INSERT", "CREATE", "PROCESS", "ALTER");
  }

  @Test
  void readsAllPrivileges() {
    assertThat(TargetRights.global("GRANT ALL PRIVILEGES ON *.* TO 'root'@'%' WITH GRANT OPTION"))
        .containsExactly("ALL PRIVILEGES");
  }

  @Test
  void readsRightsInDynamicPrivilegesToo() {
    assertThat(TargetRights.global("GRANT BACKUP_ADMIN,CONNECTION_ADMIN ON *.* TO `lowtide`@`%`"))
        .containsExactly("BACKUP_ADMIN", "CONNECTION_ADMIN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANT SELECT ON `shop`.* TO `lowtide`@`%`",
        "GRANT SELECT (`id`), INSERT ON `shop`.`orders` TO `lowtide`@`%`",
        "GRANT `reader`@`%` TO `lowtide`@`%`",
        "GRANT PROXY ON ``@`` TO `root`@`localhost` WITH GRANT OPTION",
        "REVOKE SELECT ON `mysql`.* FROM `lowtide`@`%`",
        ""
      })
  void whatIsNotGrantedOnEverythingIsNotEnough(String grant) {
    assertThat(TargetRights.global(grant)).isEmpty();
  }

  @Test
  void aTargetIsNamedWithoutItsPassword() {
    assertThat(new TargetConfig("db", 3306, "lowtide", "secret", 4)).hasToString("lowtide@db:3306");
  }
}
