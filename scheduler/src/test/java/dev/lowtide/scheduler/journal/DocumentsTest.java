package dev.lowtide.scheduler.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {

  private static final ShrinkPlan PLAN = Plans.plan();

  /** As plans were written when each was about a table. */
  private static final String OLD =
      """
      {"table":{"schema":"shop","table":"orders"},"method":"SHADOW_COPY",
       "statements":["CREATE TABLE x"],"reasons":["because"],
       "facts":{"tablespace":{"table":{"schema":"shop","table":"orders"},
         "fileSize":{"bytes":104857600},"dataFree":{"bytes":0},"rowsEstimate":1000},
         "definition":"CREATE TABLE","spaceIds":[7],"referencedBy":[],"serverVersion":"8.0.31"},
       "estimate":{"reclaimable":{"bytes":1},"temporaryDisk":{"bytes":2},"cutOver":"PT0.06S",
         "basis":"rows"},
       "clientWaitMax":"PT0.5S","madeAt":"2026-01-01T00:00:00Z"}""";

  @Test
  void aPlanOfWhenThereWereOnlyTablesIsRead() {
    ShrinkPlan plan = Documents.read(OLD, ShrinkPlan.class);

    assertThat(plan.table()).isEqualTo(Plans.ORDERS);
    assertThat(plan.subject()).isEqualTo(Subject.of(Plans.ORDERS));
    assertThat(plan.facts().tablespace().table()).isEqualTo(Plans.ORDERS);
    assertThat(plan.method()).isEqualTo(ShrinkMethod.SHADOW_COPY);
    assertThat(plan.window()).isEmpty();
    assertThat(plan.facts().topology()).isEmpty();
  }

  @Test
  void itsWindowAndTheServersAroundAreKept() {
    ShrinkPlan plan = PLAN.inWindow("nights").among(List.of("follows a source"));

    assertThat(Documents.read(Documents.write(plan), ShrinkPlan.class)).isEqualTo(plan);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.orders", "shop.orders#p1", "undo:*", "fulltext:shop.orders"})
  void whateverAPlanIsAboutIsReadAsItWasWritten(String subject) {
    ShrinkPlan plan =
        new ShrinkPlan(
            Subject.parse(subject),
            PLAN.method(),
            PLAN.statements(),
            PLAN.reasons(),
            PLAN.facts(),
            PLAN.estimate(),
            PLAN.clientWaitMax(),
            PLAN.madeAt());

    ShrinkPlan read = Documents.read(Documents.write(plan), ShrinkPlan.class);

    assertThat(read).isEqualTo(plan);
    assertThat(read.hash()).isEqualTo(plan.hash());
  }
}
