package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.preflight.TopologyFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

class MySqlTopologyTest {

  @Test
  void aServerByItselfIsKnownToBeOne() {
    assertThat(MySqlTopology.words(TopologyFacts.ALONE, "5d2c-1", List.of()))
        .containsExactly("is 5d2c-1", "has no source");
  }

  @Test
  void everyOtherServerIsSaid() {
    TopologyFacts facts = new TopologyFacts(List.of(), true, true, true, false);

    assertThat(MySqlTopology.words(facts, "5d2c-1", List.of("r@one", "r@two")))
        .containsExactly(
            "is 5d2c-1",
            "follows a source",
            "is a member of a group",
            "is a Galera node",
            "is followed by r@one",
            "is followed by r@two");
  }
}
