package dev.lowtide.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.harness.Tool;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.it.scenarios.MariaDbLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command line client, and a schema that is dumped and restored. */
class CommandLineClientsIT {

  private static final String[] TABLES = {
    "DROP DATABASE IF EXISTS dumped",
    "CREATE DATABASE dumped CHARACTER SET utf8mb4",
    "CREATE TABLE dumped.parent (id INT PRIMARY KEY, v VARCHAR(60), b BLOB, d DATETIME(6))",
    "CREATE TABLE dumped.child (id INT PRIMARY KEY AUTO_INCREMENT, p INT, t LONGTEXT,"
        + " FOREIGN KEY (p) REFERENCES dumped.parent (id))",
    "INSERT INTO dumped.parent VALUES (1, 'Grüße 😀', 0x00FF27, '2024-02-29 12:00:00.5'),"
        + " (2, NULL, NULL, NULL), (3, 'a\\tb\\nc\\\\d', 0x0A0D1A22, '1000-01-01')",
    "INSERT INTO dumped.child (p, t) SELECT id, REPEAT('long ', 200000) FROM dumped.parent",
    "CREATE VIEW dumped.seen AS SELECT v FROM dumped.parent",
    "CREATE PROCEDURE dumped.p() BEGIN SELECT 1; SELECT 2; END",
    "USE dumped",
    "CREATE TRIGGER t BEFORE INSERT ON parent FOR EACH ROW SET NEW.v = UPPER(NEW.v)",
  };

  /** 100,000 rows are some four MB: more than fits into all buffers on the way. */
  private static final int DOUBLINGS = 15;

  private static final String[] STATEMENTS = {
    "SELECT VERSION(), 'ä😀', NULL, 0x41",
    "SELECT * FROM parent ORDER BY id",
    "SELECT LENGTH(t), MD5(t) FROM child",
    "CALL p()",
    "SELECT 1; SELECT 2; DO 1; SELECT 3",
    "SELECT REPEAT('x', 2000000)",
    "BEGIN; DELETE FROM child; ROLLBACK; SELECT COUNT(*) FROM child",
    "SHOW CREATE TABLE child",
    "SHOW WARNINGS",
  };

  enum Before {
    MYSQL {
      @Override
      TestServer server() throws Exception {
        return Lab.server();
      }
    },
    MARIADB {
      @Override
      TestServer server() throws Exception {
        return MariaDbLab.server();
      }
    };

    abstract TestServer server() throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void answersAreTheSame(Before before) throws Exception {
    prepare(before.server());
    try (BothWays bothWays = BothWays.to(before.server())) {
      for (String options :
          new String[] {"--skip-ssl", "--ssl", "--ssl --compress", "--quick --ssl"}) {
        bothWays.compare(
            (port, transcript) -> {
              Tool client = Tool.mariaDb("mariadb");
              for (String sql : STATEMENTS) {
                transcript.say(sql, withoutTimes(client.run(query(port, options, sql))));
              }
              String failing = "SELECT 1; SELECT * FROM nothing; SELECT 2";
              String said = withoutTimes(client.say(query(port, options, failing)));
              assertThat(said).contains("ERROR 1146 (42S02)");
              transcript.say(failing, said);
            });
      }
    }
  }

  private static String[] query(int port, String options, String sql) {
    return arguments(port, options, "--table", "-vvv", "dumped", "-e", sql);
  }

  private static String withoutTimes(String output) {
    return output.replaceAll("\\(.* sec\\)", "");
  }

  @ParameterizedTest
  @EnumSource
  void aDumpIsTheSameByteByByteAndCanBeRestored(Before before) throws Exception {
    prepare(before.server());
    enlarge(before.server());
    try (BothWays bothWays = BothWays.to(before.server())) {
      for (String options : new String[] {"--skip-ssl", "--ssl --compress"}) {
        String direct = dump(before.server().port(), options);
        String proxied = dump(bothWays.proxy().port(), options);
        assertThat(proxied.equals(direct)).as("the dumps are the same").isTrue();
        assertThat(proxied).contains("CREATE TABLE `child`", "Dump completed");

        restore(bothWays.proxy().port(), options, proxied);
        assertThat(checksums(before.server(), "restored"))
            .hasSize(3)
            .isEqualTo(checksums(before.server(), "dumped"));
      }
      assertThat(bothWays.proxy().count("proxy.sessions.opaque")).isZero();
    }
  }

  private static void prepare(TestServer server) throws Exception {
    try (Connection connection = server.connect()) {
      Lab.execute(connection, TABLES);
    }
  }

  private static void enlarge(TestServer server) throws Exception {
    try (Connection connection = server.connect()) {
      Lab.execute(
          connection,
          "CREATE TABLE dumped.many (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(40))",
          "INSERT INTO dumped.many (v) VALUES ('seven'), ('eight'), (NULL)");
      for (int i = 0; i < DOUBLINGS; i++) {
        Lab.execute(connection, "INSERT INTO dumped.many (v) SELECT MD5(id) FROM dumped.many");
      }
    }
  }

  private static String dump(int port, String options) throws Exception {
    String[] arguments =
        arguments(
            port,
            options,
            "--routines",
            "--triggers",
            "--single-transaction",
            "--hex-blob",
            "dumped");
    return Tool.mariaDb("mariadb-dump")
        .run(arguments)
        .replaceAll("Dump completed on .*", "Dump completed");
  }

  private static void restore(int port, String options, String dump) throws Exception {
    Tool client = Tool.mariaDb("mariadb");
    client.run(
        arguments(
            port, options, "-e", "DROP DATABASE IF EXISTS restored; CREATE DATABASE restored"));
    Path file = Files.createTempFile("lowtide-dump-", ".sql");
    try {
      Files.writeString(file, dump);
      client.run(file, arguments(port, options, "restored"));
    } finally {
      Files.delete(file);
    }
  }

  private static List<String> checksums(TestServer server, String schema) throws Exception {
    List<String> checksums = new ArrayList<>();
    try (Connection connection = server.connect()) {
      for (String table : new String[] {"parent", "child", "many"}) {
        List<String> row = Lab.rows(connection, "CHECKSUM TABLE " + schema + "." + table);
        checksums.add(row.get(0).replace(schema, ""));
      }
    }
    return checksums;
  }

  private static String[] arguments(int port, String options, String... others) {
    return Stream.of(
            Stream.of(
                "--host=127.0.0.1",
                "--port=" + port,
                "--user=" + Lab.USER,
                "--password=" + Lab.PASSWORD,
                "--default-character-set=utf8mb4",
                "--max-allowed-packet=64M"),
            Stream.of(options.split(" ")),
            Stream.of(others))
        .flatMap(some -> some)
        .toArray(String[]::new);
  }
}
