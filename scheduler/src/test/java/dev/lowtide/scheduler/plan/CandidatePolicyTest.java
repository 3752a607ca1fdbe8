package dev.lowtide.scheduler.plan;

import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Evidence;
import dev.lowtide.scheduler.shrink.Forecast;
import dev.lowtide.scheduler.shrink.IoCost;
import dev.lowtide.scheduler.shrink.Payback;
import dev.lowtide.scheduler.shrink.Tablespace;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CandidatePolicyTest {

  @Test
  void proposesWhatIsWorthIt() {
    assertThat(whyNot(200, 100, 0, Payback.UNKNOWN)).isEmpty();
  }

  @Test
  void whatIsTooSmallIsNotProposed() {
    assertThat(whyNot(63, 60, 0, Payback.UNKNOWN))
        .isEqualTo("too small: 63.0 MiB (expected: at least 64.0 MiB)");
  }

  @Test
  void whatGivesTooLittleIsNotProposed() {
    assertThat(whyNot(1000, 140, 0, Payback.UNKNOWN))
        .isEqualTo("too little: 14 % (expected: at least 15 %)");
  }

  @Test
  void whatRefillsSoonIsNotProposed() {
    assertThat(whyNot(200, 100, 0, Payback.refills(Duration.ofDays(9), "")))
        .isEqualTo("refills in 9 d (expected: at least 14 d)");
    assertThat(whyNot(200, 100, 0, Payback.refills(Duration.ofDays(14), ""))).isEmpty();
    assertThat(whyNot(200, 100, 0, Payback.steady(""))).isEmpty();
  }

  @Test
  void whatIsNotPurgedYetIsInNobodysWay() {
    assertThat(whyNot(200, 100, 90, Payback.UNKNOWN)).isEmpty();
  }

  private static String whyNot(
      long fileMebibytes, long reclaimable, long unpurged, Payback payback) {
    Estimate estimate =
        new Estimate(
            ByteSize.ofMebibytes(reclaimable),
            ByteSize.ZERO,
            ByteSize.ofMebibytes(unpurged),
            ByteSize.ZERO,
            IoCost.NONE,
            Forecast.NONE,
            Duration.ZERO,
            payback,
            Evidence.UNKNOWN,
            Work.NONE,
            "");
    Tablespace file =
        new Tablespace(ORDERS, ByteSize.ofMebibytes(fileMebibytes), ByteSize.ZERO, 1000);
    return CandidatePolicy.DEFAULT.whyNot(new Candidate(file, estimate)).orElse("");
  }
}
