package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.preflight.TopologyFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

class MySqlTopologyTest {

  @Test
  void aServerByItselfIsKnownToBeOne() {
    assertThat(MySqlTopology.words(TopologyFacts.ALONE, List.of()))
        .containsExactly("has no source");
  }

  @Test
  void everyOtherServerIsSaid() {
    TopologyFacts facts = new TopologyFacts(List.of(), true, true, true, false);

    assertThat(MySqlTopology.words(facts, List.of("r@one", "r@two")))
        .containsExactly(
            "follows a source",
            "is a member of a group",
            "is a Galera node",
            "is followed by r@one",
            "is followed by r@two");
  }
}
