package dev.lowtide.proxy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FactsCacheTest {

  private final FactsCache cache = new FactsCache();
  private final SqlText text = new SqlText();

  @Test
  void theSameBytesAreReadOnce() {
    StatementFacts first = facts("SELECT * FROM orders", "shop");
    facts("SELECT * FROM customers", "shop");

    assertThat(facts("SELECT * FROM orders", "shop")).isSameAs(first);
  }

  @Test
  void factsOutliveTheBytesTheyWereReadFrom() {
    ByteBuf bytes = bytes("SELECT * FROM orders");
    StatementFacts first = cache.facts(at(bytes, "shop", true), true);
    bytes.setZero(0, bytes.capacity());

    assertThat(facts("SELECT * FROM orders", "shop")).isSameAs(first);
  }

  @Test
  void whatATextMeansDependsOnTheSchemaAndOnBackslashes() {
    String sql = "SELECT '\\' FROM orders -- '";

    assertThat(facts(sql, "shop").footprint().isNone()).isTrue();
    assertThat(cache.facts(at(bytes(sql), "shop", false), true).footprint().tables())
        .containsOnlyKeys(new TableName("shop", "orders"));
    assertThat(facts("TABLE t", "a").footprint().tables())
        .containsOnlyKeys(new TableName("a", "t"));
    assertThat(facts("TABLE t", "b").footprint().tables())
        .containsOnlyKeys(new TableName("b", "t"));
  }

  @Test
  void aTextThatIsNotWholeIsNotTheTextThatItBeginsWith() {
    StatementFacts whole = facts("SELECT * FROM orders", "shop");
    StatementFacts cut = cache.facts(at(bytes("SELECT * FROM orders"), "shop", true), false);

    assertThat(whole.footprint().isUnknown()).isFalse();
    assertThat(cut.footprint().isUnknown()).isTrue();
  }

  @Test
  void statementsThatDifferInTheirValuesAreReadOnce() {
    StatementFacts first = facts("SELECT * FROM orders WHERE id = 17", "shop");

    assertThat(facts("SELECT * FROM orders WHERE id = 4711", "shop")).isSameAs(first);
    assertThat(facts("SELECT * FROM orders WHERE name = 17", "shop")).isNotSameAs(first);
  }

  private StatementFacts facts(String sql, String schema) {
    return cache.facts(at(bytes("\0" + sql).skipBytes(1), schema, true), true);
  }

  private SqlText at(ByteBuf bytes, String schema, boolean hasBackslashEscapes) {
    int length = bytes.readableBytes();
    return text.at(bytes, bytes.readerIndex(), length, schema, hasBackslashEscapes);
  }

  private static ByteBuf bytes(String sql) {
    return Unpooled.copiedBuffer(sql, StandardCharsets.UTF_8);
  }
}
