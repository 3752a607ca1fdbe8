package dev.lowtide.scheduler.preflight;

import static dev.lowtide.scheduler.plan.Shapes.BY_ID;
import static dev.lowtide.scheduler.plan.Shapes.ID;
import static dev.lowtide.scheduler.plan.Shapes.column;
import static dev.lowtide.scheduler.plan.Shapes.generated;
import static dev.lowtide.scheduler.plan.Shapes.keyed;
import static dev.lowtide.scheduler.plan.Shapes.part;
import static dev.lowtide.scheduler.preflight.Verdicts.COPY;
import static dev.lowtide.scheduler.preflight.Verdicts.assertPassed;
import static dev.lowtide.scheduler.preflight.Verdicts.assertRefused;
import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.ServerVersion;
import dev.lowtide.scheduler.plan.Shapes;
import dev.lowtide.scheduler.plan.TableShape;
import dev.lowtide.scheduler.plan.TableShape.Check;
import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.plan.TableShape.Index;
import dev.lowtide.scheduler.plan.TableShape.Part;
import dev.lowtide.scheduler.plan.TableShape.Partition;
import dev.lowtide.scheduler.plan.TableShape.Storage;
import dev.lowtide.scheduler.plan.TableShape.Trigger;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Plans;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableChecksTest {

  @Test
  void rowsMustBeToldApart() {
    TableShape without = Shapes.shape(List.of(ID), List.of(), "");

    assertRefused(new KeyCheck(), Facts.of(without), "has no primary key", "copy-under-hold");
  }

  @Test
  void aKeyThatIsNotShownCannotBeMadeAgain() {
    Facts facts = new Facts().variable("show_gipk_in_create_table_and_information_schema", "OFF");
    assertPassed(new HiddenKeyCheck(), facts.build());

    facts.table = Shapes.shape(List.of(ID), List.of(), "");

    assertRefused(new HiddenKeyCheck(), facts.build(), "may have a generated one");
  }

  @Test
  void aKeyHoldsWholeColumns() {
    Part prefix = new Part("id", "", true);
    Part expression = new Part("", "upper(`note`)", false);

    assertRefused(new WholeKeyCheck(), Facts.of(keyed(List.of(ID), prefix)), "a prefix of id");
    assertRefused(new WholeKeyCheck(), Facts.of(keyed(List.of(ID), expression)), "upper(`note`)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "double", "enum", "set", "bit", "text", "json"})
  void keysAreExact(String type) {
    assertRefused(
        new KeyTypesCheck(), Facts.of(keyed(List.of(column("id", type)), BY_ID)), "column id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"int", "varchar", "datetime", "decimal", "binary"})
  void manyTypesAreExact(String type) {
    assertPassed(new KeyTypesCheck(), Facts.of(keyed(List.of(column("id", type)), BY_ID)));
  }

  @Test
  void keysHaveValuesOfTheirOwn() {
    Column made = generated("id", "int", "(`a` + 1)");

    assertRefused(
        new GeneratedKeyCheck(), Facts.of(keyed(List.of(made), BY_ID)), "id", "is generated");
  }

  @Test
  void typesThatAreNotKnownAreNotCopied() {
    TableShape table =
        Shapes.shape(List.of(ID, column("shape", "hypercube")), List.of(), "PRIMARY");

    assertRefused(new ColumnTypesCheck(), Facts.of(table), "shape HYPERCUBE");
  }

  @Test
  void nothingThatIsKeptIsComputedFromATimestamp() {
    Column stamp = column("at", "timestamp");
    Column day = generated("day", "date", "cast(`at` as date)");
    Index byDay = new Index("d", false, "BTREE", List.of(new Part("", "year(`At`)", false)));
    Check past = new Check("past", "(`at` < '2030-01-01')", true);

    for (TableShape table :
        List.of(
            Shapes.shape(List.of(ID, stamp, day), List.of(Shapes.PRIMARY), "PRIMARY"),
            Shapes.shape(List.of(ID, stamp), List.of(Shapes.PRIMARY, byDay), "PRIMARY"),
            Shapes.checked(List.of(ID, stamp), past))) {
      assertRefused(new TimeZoneColumnsCheck(), Facts.of(table), "computes from a TIMESTAMP");
    }
    assertPassed(
        new TimeZoneColumnsCheck(),
        Facts.of(Shapes.checked(List.of(ID, stamp), new Check("past", past.clause(), false))));
    assertPassed(
        new TimeZoneColumnsCheck(),
        Facts.of(Shapes.checked(List.of(ID, column("at", "datetime")), past)));
  }

  @Test
  void namesCharacterSetsThatAreGone() {
    Column old = new Column("note", "varchar", "klingon", false, "");

    assertRefused(
        new CharsetsCheck(), Facts.of(Shapes.shape(List.of(old), List.of(), "")), "klingon");
  }

  @Test
  void triggersMustHaveTheirDefiners() {
    TableShape table = Shapes.triggered(new Trigger("audit", "gone@%", false, false));

    assertRefused(new TriggerDefinersCheck(), Facts.of(table), "audit of gone@%");
  }

  @Test
  void triggersOfOthersTakeARight() {
    Facts facts = new Facts();
    facts.table = Shapes.triggered(new Trigger("audit", "app@%", true, false));
    assertRefused(new TriggerRightsCheck(), facts.build(), "GRANT SET_ANY_DEFINER ON *.*");

    facts.version = ServerVersion.parse("8.0.31", "MySQL Community Server - GPL");
    assertRefused(new TriggerRightsCheck(), facts.build(), "GRANT SET_USER_ID ON *.*");

    assertPassed(new TriggerRightsCheck(), facts.granted("SET_USER_ID").build());
  }

  @Test
  void triggersOfGuardedAccountsTakeAnother() {
    Facts facts = new Facts().granted("SET_ANY_DEFINER");
    facts.table = Shapes.triggered(new Trigger("audit", "root@localhost", true, true));

    assertRefused(new TriggerRightsCheck(), facts.build(), "GRANT SYSTEM_USER ON *.*");
    assertPassed(new TriggerRightsCheck(), facts.granted("SYSTEM_USER").build());
  }

  @Test
  void ourOwnTriggersTakeNone() {
    Facts facts = new Facts().account("app@%");
    facts.table = Shapes.triggered(new Trigger("audit", "app@%", true, true));

    assertRefused(new TriggerTrustCheck(), facts.build(), "log_bin_trust_function_creators is OFF");
    assertPassed(
        new TriggerTrustCheck(), facts.variable("log_bin_trust_function_creators", "ON").build());
  }

  @Test
  void foreignKeysAreNotCopied() {
    assertRefused(new ForeignKeysCheck(), Facts.of(Shapes.referringTo(CARTS)), "to shop.carts");
    assertRefused(
        new ReferringTablesCheck(),
        Plans.plan(ORDERS, Plans.facts(ORDERS, List.of(CARTS))),
        Facts.GOOD,
        "refer by foreign keys shop.carts");
  }

  @Test
  void fulltextIndexesAreNotCopied() {
    Index words = new Index("words", false, "FULLTEXT", List.of(part("note")));

    assertRefused(new FulltextCheck(), Facts.of(Shapes.indexed(words)), "FULLTEXT indexes: words");
  }

  @Test
  void aRowFormatThatIsOnlyTheDefaultMustStillBeIt() {
    assertRefused(
        new RowFormatCheck(),
        Facts.of(stored("Compact", "", false, 0)),
        "Compact",
        "innodb_default_row_format = COMPACT");
    assertPassed(new RowFormatCheck(), Facts.of(stored("Compact", "row_format=COMPACT", false, 0)));
  }

  @Test
  void filesLieInTheDataDirectory() {
    Storage elsewhere = new Storage("Dynamic", "", false, 0, List.of("/big/shop/orders.ibd"));

    assertRefused(new DirectoryCheck(), Facts.of(Shapes.stored(elsewhere)), "/big/shop/orders.ibd");
  }

  @Test
  void anUnusualEncryptionMayTakeARight() {
    Facts facts = new Facts();
    facts.table = stored("Dynamic", "", true, 0);
    assertPassed(new EncryptionCheck(), facts.build());

    facts.variable("table_encryption_privilege_check", "ON");

    assertRefused(new EncryptionCheck(), facts.build(), "GRANT TABLE_ENCRYPTION_ADMIN ON *.*");
    assertPassed(new EncryptionCheck(), facts.granted("TABLE_ENCRYPTION_ADMIN").build());
  }

  @Test
  void partitionsAreRenamedWithinTheBudget() {
    // 500 ms, of which 60 are for the rest.
    assertPassed(new PartitionsCheck(), Facts.of(partitions(110)));
    assertRefused(
        new PartitionsCheck(), Facts.of(partitions(111)), "has 111 partitions", "at most 110");
  }

  /** Each is opened, and none is renamed. */
  @Test
  void onePartitionMayHaveMoreOthers() {
    assertPassed(new OtherPartitionsCheck(), Facts.of(partitions(500)));
    assertRefused(
        new OtherPartitionsCheck(), Facts.of(partitions(501)), "has 501 partitions", "at most 500");
  }

  @Test
  void noPartitionOfATableWithRowVersionsIsExchanged() {
    assertPassed(new InstantPartitionCheck(), Facts.of(stored("Dynamic", "", false, 0)));
    assertRefused(
        new InstantPartitionCheck(),
        Facts.of(stored("Dynamic", "", false, 2)),
        "2 row versions",
        "the whole table by shadow-copy");
  }

  @Test
  void anotherEngineForbidsIt() {
    assertRefused(
        new SecondaryEngineCheck(),
        Facts.of(stored("Dynamic", "SECONDARY_ENGINE=\"rapid\"", false, 0)),
        "SECONDARY_UNLOAD");
  }

  @Test
  void saysWhatInstantChangesHaveLeft() {
    Facts facts = new Facts();
    facts.version = ServerVersion.parse("8.0.31", "MySQL Community Server - GPL");
    facts.table = stored("Dynamic", "", false, 3);

    assertThat(new InstantColumnsCheck().check(COPY, facts.build()).text())
        .contains("3 row versions", "8.0.31 has bugs with them");
  }

  @Test
  void namesAreOfPlainLetters() {
    TableName odd = new TableName("shop", "bücher");

    assertRefused(new NamesCheck(), Plans.plan(odd), Facts.GOOD, "characters beyond ASCII");
  }

  private static TableShape stored(
      String rowFormat, String options, boolean isEncrypted, int rowVersions) {
    return Shapes.stored(new Storage(rowFormat, options, isEncrypted, rowVersions, List.of()));
  }

  private static TableShape partitions(int count) {
    return Shapes.partitioned(
        Collections.nCopies(count, new Partition("p", 1, ByteSize.ofMebibytes(1))));
  }
}
