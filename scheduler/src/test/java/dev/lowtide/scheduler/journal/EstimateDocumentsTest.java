package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Evidence;
import dev.lowtide.scheduler.shrink.Forecast;
import dev.lowtide.scheduler.shrink.IoCost;
import dev.lowtide.scheduler.shrink.Payback;
import dev.lowtide.scheduler.shrink.RowShape;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EstimateDocumentsTest {

  @Test
  void anEstimateComesBackAsItWas() {
    Estimate estimate =
        new Estimate(
            new ByteSize(41),
            new ByteSize(1),
            new ByteSize(2),
            new ByteSize(3),
            new IoCost(new ByteSize(4), new ByteSize(5), new ByteSize(6)),
            new Forecast(Duration.ofMinutes(25), Duration.ofMinutes(8), 3),
            Duration.ofMillis(60),
            Payback.refills(Duration.ofDays(9), "refills"),
            new Evidence(Evidence.Kind.FILES, NOW, new ByteSize(7)),
            new Work(
                ShrinkMethod.COPY_UNDER_HOLD,
                new ByteSize(8),
                9,
                10,
                new RowShape(11, 2, true, true)),
            "pages");

    assertThat(Documents.read(Documents.write(estimate), Estimate.class)).isEqualTo(estimate);
  }

  @Test
  void anEstimateOfBeforeErrorBarsIsReadYet() {
    Estimate read =
        Documents.read(
            """
            {"reclaimable":{"bytes":73400320},"temporaryDisk":{"bytes":31457280},
             "cutOver":"PT0.06S","basis":"about 1000 rows"}\
            """,
            Estimate.class);

    assertThat(read)
        .isEqualTo(
            new Estimate(
                ByteSize.ofMebibytes(70),
                ByteSize.ofMebibytes(30),
                Duration.ofMillis(60),
                "about 1000 rows"));
    assertThat(read.gain()).isEqualTo("70.0 MiB");
    assertThat(read.forecast()).isEqualTo(Forecast.NONE);
  }

  @Test
  void workOfBeforeShapesIsReadYet() {
    Work read =
        Documents.read(
            """
            {"method":"SHADOW_COPY","bytes":{"bytes":8},"rows":9,"keys":10,
             "isCompressed":true,"hasDocuments":false}\
            """,
            Work.class);

    assertThat(read).isEqualTo(new Work(ShrinkMethod.SHADOW_COPY, new ByteSize(8), 9, 10));
    assertThat(read.shape()).isEqualTo(RowShape.PLAIN);
  }

  @Test
  void aReportOfBeforeTimingsIsReadYet() {
    ShrinkReport read =
        Documents.read(
            """
            {"run":{"value":7},"outcome":"SUCCEEDED","reason":"so",
             "startedAt":"2026-03-01T02:00:00Z","endedAt":"2026-03-01T02:00:30Z","attempts":1,
             "fileSizeBefore":{"bytes":100},"fileSizeAfter":{"bytes":30},
             "estimate":{"reclaimable":{"bytes":70},"temporaryDisk":{"bytes":30},
               "cutOver":"PT0.06S","basis":"b"},
             "verification":{"verdict":"SAME","rows":9,"text":"t"},
             "waits":{"held":0,"expired":0,"longest":"PT0S","cutOver":"PT0S"},
             "worstStatementBefore":"PT0S","worstStatementDuring":"PT0S","history":[]}\
            """,
            ShrinkReport.class);

    assertThat(read.timing()).isNull();
    assertThat(read.accuracy()).isEmpty();
    assertThat(read.reclaimed()).isEqualTo(new ByteSize(70));
  }
}
