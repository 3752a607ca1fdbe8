package dev.lowtide.proxy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts name a schema that is closed to clients. */
class ClosedSchemasTest {

  private static final ClosedSchemas CLOSED =
      new ClosedSchemas(List.of("lowtide", "lowtide_new", "lowtide_old"));

  private final FactsCache cache = new FactsCache(CLOSED);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM lowtide_new.orders",
        "SELECT * FROM `LowTide_New` . `orders` o JOIN shop.customers c USING (id)",
        "SELECT (SELECT MAX(id) FROM lowtide_new.orders)",
        "INSERT INTO orders SELECT * FROM lowtide_new.orders",
        "WITH x AS (SELECT * FROM lowtide_new.orders) SELECT * FROM x",
        "TABLE lowtide_new.orders",
        "UPDATE orders o, lowtide_new.orders n SET o.a = n.a",
        "DELETE lowtide_new.orders FROM lowtide_new.orders JOIN shop.x",
        "EXPLAIN SELECT * FROM lowtide_new.orders",
        "DESCRIBE lowtide_new.orders",
        "SHOW CREATE TABLE lowtide_new.orders",
        "SHOW COLUMNS FROM orders FROM lowtide_new",
        "SHOW INDEX IN orders IN lowtide_new",
        "SHOW TABLES FROM lowtide_new",
        "SHOW FULL TABLES IN lowtide_new LIKE 'o%'",
        "SHOW TABLE STATUS FROM lowtide_new",
        "SHOW OPEN TABLES FROM lowtide_new",
        "SHOW TRIGGERS FROM lowtide_new",
        "SHOW CREATE DATABASE IF NOT EXISTS lowtide_new",
        "SHOW CREATE PROCEDURE lowtide_new.p",
        "RENAME TABLE orders TO lowtide_new.orders",
        "ALTER TABLE orders RENAME TO lowtide_new.orders",
        "CREATE TABLE lowtide_new.orders (id INT)",
        "CREATE TABLE orders LIKE lowtide_new.orders",
        "CREATE TEMPORARY TABLE lowtide_new.t (id INT)",
        "DROP TEMPORARY TABLE lowtide_new.t",
        "CREATE VIEW v AS SELECT * FROM lowtide_new.orders",
        "CREATE TABLE c (id INT REFERENCES lowtide_new.orders (id))",
        "CREATE TRIGGER t BEFORE INSERT ON lowtide_new.orders FOR EACH ROW SET @a = 1",
        "DROP TRIGGER lowtide_new.t",
        "TRUNCATE lowtide_new.orders",
        "TRUNCATE TABLE lowtide_new.orders",
        "DROP TABLE IF EXISTS a, lowtide_new.orders",
        "OPTIMIZE TABLE lowtide_new.orders",
        "LOCK TABLES a READ, lowtide_new.orders WRITE",
        "FLUSH TABLES lowtide_new.orders WITH READ LOCK",
        "HANDLER lowtide_new.orders OPEN",
        "LOAD DATA LOCAL INFILE 'x' INTO TABLE lowtide_new.orders",
        "CALL lowtide_new.p()",
        "SELECT lowtide_new.f()",
        "CREATE PROCEDURE lowtide_new.p() SELECT 1",
        "CREATE DEFINER = a@b FUNCTION IF NOT EXISTS lowtide_new.f() RETURNS INT RETURN 1",
        "DROP EVENT IF EXISTS lowtide_new.e",
        "CREATE DATABASE IF NOT EXISTS lowtide_new",
        "DROP SCHEMA lowtide_old",
        "ALTER DATABASE lowtide READ ONLY = 1",
        "USE lowtide_new",
        "USE /* a comment */ `lowtide_new`",
        "USE lowtide_new; USE shop",
        "SELECT 1; SELECT * FROM lowtide_new.orders; SELECT 2",
        "/*!80000 SELECT * FROM lowtide_new.orders */",
        "PREPARE s FROM 'SELECT * FROM lowtide_new.orders'",
      })
  void namesOne(String sql) {
    assertThat(facts(sql, "shop").closedSchema()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM orders",
        "SELECT 'lowtide_new.orders' FROM orders",
        "SELECT lowtide.id FROM orders lowtide",
        "SELECT id AS lowtide FROM orders -- lowtide_new.orders",
        "SELECT * FROM lowtide_newer.orders",
        "CREATE TABLE lowtide (id INT)",
        "SHOW DATABASES LIKE 'lowtide'",
        "SELECT * FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'lowtide'",
        "GRANT SELECT ON lowtide.* TO auditor",
        "SHOW BINLOG EVENTS IN 'lowtide' FROM 4",
        "USE shop",
      })
  void namesNone(String sql) {
    assertThat(facts(sql, "shop").closedSchema()).isNull();
  }

  @Test
  void aNameWithoutASchemaMeansTheSessionsOwn() {
    assertThat(facts("SELECT * FROM orders", "lowtide_new").closedSchema())
        .isEqualTo("lowtide_new");
  }

  @Test
  void textsThatAreTooLongToBeReadAreReadAsFarAsTheyAre() {
    ByteBuf bytes = bytes("INSERT INTO lowtide_new.orders VALUES (1, ");

    StatementFacts facts =
        cache.facts(new SqlText().at(bytes, 0, bytes.readableBytes(), "shop", true), false);

    assertThat(facts.closedSchema()).isEqualTo("lowtide_new");
  }

  @Test
  void withoutClosedSchemasNothingIsRefused() {
    ByteBuf bytes = bytes("TRUNCATE lowtide.copy");

    StatementFacts facts =
        new FactsCache().facts(new SqlText().at(bytes, 0, bytes.readableBytes(), "", true), true);

    assertThat(facts.closedSchema()).isNull();
  }

  private StatementFacts facts(String sql, String schema) {
    ByteBuf bytes = bytes(sql);
    return cache.facts(new SqlText().at(bytes, 0, bytes.readableBytes(), schema, true), true);
  }

  private static ByteBuf bytes(String sql) {
    return Unpooled.copiedBuffer(sql, StandardCharsets.UTF_8);
  }
}
