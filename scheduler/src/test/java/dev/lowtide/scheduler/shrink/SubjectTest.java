package dev.lowtide.scheduler.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.TableName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {

  @ParameterizedTest
  @CsvSource({
    "shop.orders, TABLE",
    "shop.orders#p2024, PARTITION",
    "undo:innodb_undo_001, UNDO",
    "undo:*, UNDO",
    "general:ts1, GENERAL",
    "system:ibdata1, SYSTEM",
    "temporary:sessions, TEMPORARY",
    "fulltext:shop.articles, FULLTEXT",
    "binlog:*, BINLOG"
  })
  void whatIsTypedIsReadAndWrittenAlike(String text, SpaceKind kind) {
    Subject subject = Subject.parse(text);

    assertThat(subject.kind()).isEqualTo(kind);
    assertThat(subject).hasToString(text);
    assertThat(Subject.parse(subject.quoted())).isEqualTo(subject);
  }

  @Test
  void aHashInBackticksBelongsToTheTable() {
    Subject subject = Subject.parse("shop.`or#ders`");

    assertThat(subject).isEqualTo(Subject.of(new TableName("shop", "or#ders")));
    assertThat(Subject.parse(subject.quoted())).isEqualTo(subject);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "undo:", "general:", "shop.", "#p1", ""})
  void whatNamesNothingIsRefused(String text) {
    assertThatThrownBy(() -> Subject.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected:");
  }

  @ParameterizedTest
  @CsvSource({
    "shop.orders, shop.orders, true",
    "shop.orders, SHOP.Orders, true",
    "shop.orders, shop.orders#p1, true",
    "shop.orders#p1, shop.orders#p2, true",
    "fulltext:shop.orders, shop.orders, true",
    "shop.orders, shop.carts, false",
    "undo:*, undo:innodb_undo_001, true",
    "undo:innodb_undo_002, undo:innodb_undo_001, false",
    "undo:*, general:ts1, false",
    "undo:*, shop.orders, false",
    "binlog:binlog.000003, binlog:binlog.000009, true"
  })
  void whatOverlapsIsWorkedOnOneAfterTheOther(String one, String other, boolean isInTheWay) {
    assertThat(Subject.parse(one).overlaps(Subject.parse(other))).isEqualTo(isInTheWay);
    assertThat(Subject.parse(other).overlaps(Subject.parse(one))).isEqualTo(isInTheWay);
  }

  @Test
  void whatBelongsToNoTableIsNotAskedForOne() {
    assertThatThrownBy(() -> Subject.parse("undo:*").table())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("undo:* belongs to no table");
  }
}
