package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

  @ParameterizedTest
  @CsvSource({
    "shop, orders, shop/orders",
    "Shop, Orders_2, Shop/Orders_2",
    "my-shop, a b, my@002dshop/a@0020b",
    "shop, a$b, shop/a@0024b",
    "shop, a.b, shop/a@002eb",
    "shop, a/b, shop/a@002fb",
    "shop, a#p#b, shop/a@0023p@0023b",
    "shop, a@b, shop/a@0040b"
  })
  void namesAreWrittenAndReadAsTheServerDoes(String schema, String table, String fileName) {
    TableName name = new TableName(schema, table);

    assertThat(FileName.of(name)).contains(fileName);
    assertThat(FileName.table(fileName)).contains(name);
  }

  @Test
  void namesBeyondAsciiAreNotUnderstood() {
    assertThat(FileName.of(new TableName("shop", "aufträge"))).isEmpty();
    assertThat(FileName.of(new TableName("läden", "orders"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop/orders#p#p0",
        "shop/orders#P#p0",
        "shop/orders#p#p0#sp#p0sp1",
        "shop/orders#p#p@002d0"
      })
  void aPartitionBelongsToItsTable(String fileName) {
    assertThat(FileName.table(fileName)).contains(new TableName("shop", "orders"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "orders",
        "/orders",
        "shop/",
        "innodb_system",
        "shop/#sql-1a2b_3c",
        "shop/#sql-ib123-456",
        "shop/auftr@1age",
        "shop/a@00",
        "@xxxx/orders"
      })
  void whatIsNoTableOrNotUnderstoodIsNone(String fileName) {
    assertThat(FileName.table(fileName)).isEmpty();
  }
}
