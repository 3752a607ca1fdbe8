package dev.lowtide.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A minute of what {@link CopyChaos} does for as long as one likes. */
class CopyChaosIT {

  /** The same for everybody, so that whoever sees one fail can see it again. */
  private static final long FIRST_SEED = 2_026;

  private static final int RUNS = 5;

  @Test
  void noRowIsLostDoubledOrChangedWhateverBreaks() throws Exception {
    List<String> ends = new ArrayList<>();
    try (ChaosLab lab = ChaosLab.start()) {
      for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
        ChaosRun.Result result = new ChaosRun(lab, seed, false).run();

        assertThat(result.outcome().complaints()).as("seed %d, %s", seed, result).isEmpty();
        assertThat(result.isSettled()).as("seed %d, %s", seed, result).isTrue();
        ends.add(result.end());
      }
    }
    assertThat(ends).as("the ends of all runs").contains("SUCCEEDED");
  }
}
