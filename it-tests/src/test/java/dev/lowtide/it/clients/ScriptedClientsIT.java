package dev.lowtide.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.Tool;
import dev.lowtide.it.scenarios.Lab;
import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers of other languages: each script prints what its driver tells it. */
class ScriptedClientsIT {

  private static BothWays bothWays;

  @BeforeAll
  static void start() throws Exception {
    bothWays = BothWays.to(Lab.server());
    try (Connection server = Lab.server().connect()) {
      Lab.execute(
          server,
          "SET GLOBAL local_infile = 1",
          "DROP PROCEDURE IF EXISTS lab.script",
          "CREATE PROCEDURE lab.script() BEGIN SELECT 1 AS a; SELECT 2 AS b, 'ä' AS c; END");
    }
  }

  @AfterAll
  static void stop() {
    bothWays.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "tls"})
  void pyMySql(String leg) throws Exception {
    compare(Tool.python(), "pymysql_talk.py", leg);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "tls", "plain compressed"})
  void nodeMySql2(String variant) throws Exception {
    Tool node = Tool.node(Tool.resource("package.json"), Tool.resource("package-lock.json"));
    compare(node, "mysql2_talk.js", variant.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "tls", "tls compressed"})
  void perlDbdMariaDb(String variant) throws Exception {
    compare(Tool.perl(), "dbd_talk.pl", variant.split(" "));
  }

  private static void compare(Tool tool, String script, String... variant) throws Exception {
    String path = Tool.script(script).toString();
    bothWays.compare(
        (port, transcript) -> {
          String output =
              tool.run(
                  path, "" + port, Lab.USER, Lab.PASSWORD, Lab.SCHEMA, String.join(",", variant));
          assertThat(output).as("it came to its end").endsWith("done\n");
          output.lines().forEach(transcript::say);
        });
  }
}
