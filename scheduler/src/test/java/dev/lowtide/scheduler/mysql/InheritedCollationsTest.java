package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.mysql.InheritedCollations.Shown;
import java.util.List;
import org.junit.jupiter.api.Test;

class InheritedCollationsTest {

  private static final InheritedCollations OF_A_AND_ITS_SECOND =
      new InheritedCollations(
          List.of(
              new Shown("a", "varchar(9)", "utf8mb4_bin"),
              new Shown("a` b", "text", "utf8mb4_bin")));

  @Test
  void whatIsShownOfColumnsIsLeftOut() {
    assertThat(
            OF_A_AND_ITS_SECOND.leftOutOf(
                """
                CREATE TABLE `t` (
                  `a` varchar(9) COLLATE utf8mb4_bin NOT NULL,
                  `a`` b` text COLLATE utf8mb4_bin
                ) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"""))
        .isEqualTo(
            """
            CREATE TABLE `t` (
              `a` varchar(9) NOT NULL,
              `a`` b` text
            ) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin""");
  }

  @Test
  void whatAColumnHasOfItsOwnStays() {
    String definition =
        """
        CREATE TABLE `t` (
          `a` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
          `b` text COMMENT '  `a` varchar(9) COLLATE utf8mb4_bin'
        )""";
    assertThat(OF_A_AND_ITS_SECOND.leftOutOf(definition)).isEqualTo(definition);
  }
}
