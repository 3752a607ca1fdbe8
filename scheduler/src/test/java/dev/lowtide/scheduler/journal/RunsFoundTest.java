package dev.lowtide.scheduler.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.RunFilter;
import dev.lowtide.scheduler.operator.RunSearch;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunsFoundTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final RunSearch search = journal.search();

  @BeforeEach
  void runs() {
    journal.insert(Plans.plan(new TableName("shop", "order_lines")), "ann", NOON);
    journal.insert(Plans.plan(new TableName("shop", "orders")), "bob", NOON.plusSeconds(60));
    journal.insert(Plans.plan(new TableName("crm", "orderXlines")), "ann", NOON.plusSeconds(120));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theNewestAreFirstAndNoMoreThanAskedFor() {
    assertThat(found(RunFilter.ALL, 10)).containsExactly(3L, 2L, 1L);
    assertThat(found(RunFilter.ALL, 2)).containsExactly(3L, 2L);
  }

  @Test
  void aPageGoesOnWhereTheLastOneEnded() {
    assertThat(found(new RunFilter(null, null, null, null, null, new RunId(3)), 1))
        .containsExactly(2L);
  }

  @Test
  void anUnderscoreInANameStandsForItself() {
    assertThat(found(new RunFilter(null, "R_Lines", null, null, null, null), 10))
        .containsExactly(1L);
    assertThat(found(new RunFilter(null, "shop.", null, null, null, null), 10))
        .containsExactly(2L, 1L);
    assertThat(found(new RunFilter(null, "%", null, null, null, null), 10)).isEmpty();
    assertThat(found(new RunFilter(null, "' OR 1=1 --", null, null, null, null), 10)).isEmpty();
  }

  @Test
  void whoWhenAndHowItStandsNarrowItTogether() {
    assertThat(found(new RunFilter(null, null, "ann", NOON.plusSeconds(1), null, null), 10))
        .containsExactly(3L);
    assertThat(found(new RunFilter(null, null, "ann", null, NOON.plusSeconds(1), null), 10))
        .containsExactly(1L);
    assertThat(found(new RunFilter(RunState.FAILED, null, null, null, null, null), 10)).isEmpty();
    assertThat(found(new RunFilter(RunState.PROPOSED, null, "bob", null, null, null), 10))
        .containsExactly(2L);
  }

  private List<Long> found(RunFilter filter, int max) {
    return search.runs(filter, max).stream().map(run -> run.id().value()).toList();
  }
}
