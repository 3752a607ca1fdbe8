package dev.lowtide.scheduler.ledger;

import static dev.lowtide.proxy.activity.Access.READ;
import static dev.lowtide.proxy.activity.Access.WRITE;
import static dev.lowtide.scheduler.ledger.Shop.function;
import static dev.lowtide.scheduler.ledger.Shop.procedure;
import static dev.lowtide.scheduler.ledger.Shop.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DependencyGraphTest {

  private final Shop shop = new Shop();

  @Test
  void aTableIsReachedByItsOwnName() {
    assertThat(access(reading("t"), "t")).isEqualTo(READ);
    assertThat(access(writing("t"), "t")).isEqualTo(WRITE);
    assertThat(access(writing("other"), "t")).isNull();
  }

  @Test
  void aTableIsReachedThroughViewsOfViews() {
    shop.view("v", "t").view("w", "v");

    assertThat(access(reading("w"), "t")).isEqualTo(READ);
    assertThat(access(writing("w"), "t")).isEqualTo(WRITE);
    assertThat(access(reading("w"), "other")).isNull();
  }

  @Test
  void aTriggerFiresWhenItsTableIsWritten() {
    shop.trigger("t", Footprint.of(Map.of(table("log"), WRITE, table("limits"), READ)));

    assertThat(access(writing("t"), "log")).isEqualTo(WRITE);
    assertThat(access(writing("t"), "limits")).isEqualTo(READ);
    assertThat(access(reading("t"), "log")).isNull();
  }

  @Test
  void triggersFireTriggers() {
    shop.trigger("a", writing("b")).trigger("b", writing("c")).trigger("c", reading("d"));

    assertThat(access(writing("a"), "c")).isEqualTo(WRITE);
    assertThat(access(writing("a"), "d")).isEqualTo(READ);
  }

  @Test
  void writingToAChildReadsItsParent() {
    shop.foreignKey("child", "parent", false);

    assertThat(access(writing("child"), "parent")).isEqualTo(READ);
    assertThat(access(reading("child"), "parent")).isNull();
  }

  @Test
  void writingToAParentReadsItsChildrenOrWritesToThem() {
    shop.foreignKey("child", "parent", false).foreignKey("heir", "parent", true);
    shop.foreignKey("grandchild", "heir", true);

    assertThat(access(writing("parent"), "child")).isEqualTo(READ);
    assertThat(access(writing("parent"), "heir")).isEqualTo(WRITE);
    assertThat(access(writing("parent"), "grandchild")).isEqualTo(WRITE);
    assertThat(access(reading("parent"), "heir")).isNull();
  }

  @Test
  void proceduresCallProceduresAndFunctions() {
    shop.routine(procedure("outer"), Footprint.of(procedure("inner")))
        .routine(procedure("inner"), Footprint.of(function("f")).plus(writing("t")))
        .routine(function("f"), reading("rates"));

    Footprint call = Footprint.of(procedure("outer"));
    assertThat(access(call, "t")).isEqualTo(WRITE);
    assertThat(access(call, "rates")).isEqualTo(READ);
    assertThat(access(call, "other")).isNull();
  }

  @Test
  void viewsCallFunctions() {
    shop.view("v", "t").viewCalling("v", "f").routine(function("f"), reading("rates"));

    assertThat(access(reading("v"), "rates")).isEqualTo(READ);
    assertThat(access(writing("v"), "rates")).isEqualTo(READ);
  }

  @Test
  void aFunctionNobodyKnowsIsTheServersOwn() {
    assertThat(access(Footprint.of(function("now")), "t")).isNull();
    assertThat(shop.graph().resolve(Footprint.of(function("now")))).isEqualTo(Footprint.NONE);
  }

  @Test
  void aProcedureNobodyKnowsTouchesEverything() {
    shop.routine(procedure("outer"), Footprint.of(procedure("gone")));

    assertThat(access(Footprint.of(procedure("gone")), "t")).isEqualTo(WRITE);
    assertThat(access(Footprint.of(procedure("outer")), "t")).isEqualTo(WRITE);
    assertThat(shop.graph().resolve(Footprint.of(procedure("gone"))).isUnknown()).isTrue();
    assertThat(shop.graph().resolve(Footprint.of(procedure("outer"))).isUnknown()).isTrue();
  }

  @Test
  void whatCannotBeReadTouchesEverything() {
    shop.triggerThatCannotBeRead("a").trigger("b", Footprint.UNKNOWN);
    shop.routine(procedure("p"), Footprint.UNKNOWN).foreignKey("c", "parent", false);
    shop.trigger("c", writing("a"));

    assertThat(access(writing("a"), "t")).isEqualTo(WRITE);
    assertThat(access(writing("b"), "t")).isEqualTo(WRITE);
    assertThat(access(writing("c"), "t")).isEqualTo(WRITE);
    assertThat(access(Footprint.of(procedure("p")), "t")).isEqualTo(WRITE);
    assertThat(access(reading("a"), "t")).isNull();
    assertThat(shop.graph().resolve(writing("c")).isUnknown()).isTrue();
  }

  @Test
  @Timeout(10)
  void circlesEnd() {
    shop.trigger("a", writing("b")).trigger("b", writing("a"));
    shop.routine(procedure("p"), Footprint.of(procedure("q")).plus(writing("a")));
    shop.routine(procedure("q"), Footprint.of(procedure("p")));
    shop.foreignKey("a", "a", true);

    assertThat(access(Footprint.of(procedure("q")), "b")).isEqualTo(WRITE);
    assertThat(shop.graph().resolve(writing("a")))
        .isEqualTo(Footprint.of(Map.of(table("a"), WRITE, table("b"), WRITE)));
  }

  @Test
  void aBodyMayTouchAWholeSchema() {
    shop.routine(procedure("wipe"), Footprint.ofSchema("archive", WRITE));
    shop.trigger("archive.a", writing("log"));

    Footprint call = Footprint.of(procedure("wipe"));
    assertThat(access(call, "archive.anything")).isEqualTo(WRITE);
    assertThat(access(call, "log")).isEqualTo(WRITE);
    assertThat(access(call, "other")).isNull();
  }

  @Test
  void whatATextLeadsTo() {
    shop.view("v", "t").trigger("t", writing("log")).foreignKey("t", "parent", false);

    assertThat(shop.graph().resolve(writing("v")))
        .isEqualTo(
            Footprint.of(
                Map.of(
                    table("v"), WRITE,
                    table("t"), WRITE,
                    table("log"), WRITE,
                    table("parent"), READ)));
    assertThat(shop.graph().resolve(reading("v")))
        .isEqualTo(Footprint.of(Map.of(table("v"), READ, table("t"), READ)));
  }

  @Test
  void severalTablesAreReachedAtOnce() {
    shop.view("v", "a").trigger("t", reading("b"));

    Reach reach = shop.graph().reach(List.of(table("a"), table("b")));
    assertThat(reach.accessBy(reading("v"))).isEqualTo(READ);
    assertThat(reach.accessBy(writing("t"))).isEqualTo(READ);
    assertThat(reach.accessBy(writing("other"))).isNull();
  }

  @Test
  void namesDoNotTellUpperFromLowerCase() {
    shop.view("V", "T");

    assertThat(access(reading("v"), "t")).isEqualTo(READ);
  }

  /** What the question about a table says, and what following the text says, is the same. */
  @Test
  void bothDirectionsAgree() {
    shop.view("v", "t").view("w", "v", "u").viewCalling("w", "f");
    shop.routine(function("f"), reading("rates")).routine(procedure("p"), writing("w"));
    shop.trigger("t", writing("log").plus(Footprint.of(procedure("p"))));
    shop.foreignKey("t", "u", true).foreignKey("log", "t", false);

    List<String> tables = List.of("t", "u", "v", "w", "rates", "log", "other");
    DependencyGraph graph = shop.graph();
    for (String name : tables) {
      for (Footprint text : List.of(reading(name), writing(name))) {
        Footprint resolved = graph.resolve(text);
        for (String target : tables) {
          assertThat(graph.reach(table(target)).accessBy(text))
              .describedAs("%s to %s", text, target)
              .isEqualTo(resolved.tables().get(table(target)));
        }
      }
    }
  }

  private @Nullable Access access(Footprint text, String target) {
    return shop.graph().reach(table(target)).accessBy(text);
  }

  private static Footprint reading(String table) {
    return Footprint.of(table(table), READ);
  }

  private static Footprint writing(String table) {
    return Footprint.of(table(table), WRITE);
  }
}
