package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.operator.RunFilter;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunQueryTest {

  @Test
  void whatIsEmptyDoesNotMatter() {
    RunQuery query = query(Map.of("state", "", "table", "  "));

    assertThat(query.isPlain()).isTrue();
    assertThat(query.filter()).isEqualTo(RunFilter.ALL);
  }

  @Test
  void theLastDayCountsToItsEnd() {
    RunFilter filter =
        query(Map.of("state", "waiting for quiet", "from", "2026-01-30", "to", "2026-01-31"))
            .filter();

    assertThat(filter.state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(filter.from()).isEqualTo(Instant.parse("2026-01-30T00:00:00Z"));
    assertThat(filter.to()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
  }

  @Test
  void theNextPageIsAnAddressThatKeepsTheRest() {
    assertThat(query(Map.of("table", "a&b")).olderThan(new RunId(7)))
        .isEqualTo("/runs?state=&table=a%26b&by=&from=&to=&before=7");
  }

  @ParameterizedTest
  @CsvSource({
    "state, gone",
    "from, yesterday",
    "to, 2026-13-01",
    "from, +999999999-01-01",
    "to, +999999999-12-31",
    "to, 1969-12-31",
    "before, x",
    "before, 0"
  })
  void whatMakesNoSenseIsRefusedByName(String name, String value) {
    assertThatThrownBy(() -> query(Map.of(name, value)).filter())
        .hasMessageContaining(name + ": '" + value + "' (expected: ");
  }

  private static RunQuery query(Map<String, String> query) {
    return RunQuery.of(query::get);
  }
}
