package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
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

class FilePictureTest {

  @Test
  void thePiecesFillTheWholeFile() {
    FilePicture picture = picture(100, 60, 20, 10);

    assertThat(picture.inWords())
        .isEqualTo("live 40.0 MiB, dead 30.0 MiB, unpurged 10.0 MiB, free 20.0 MiB");
    assertThat(picture.pieces().stream().mapToDouble(FilePicture.Piece::width).sum())
        .isEqualTo(FilePicture.WIDTH);
  }

  @Test
  void whatIsNotThereIsNotDrawn() {
    assertThat(picture(100, 0, 20, 10).inWords()).isEqualTo("live 100 MiB");
    assertThat(picture(100, 200, 0, 0).inWords()).isEqualTo("dead 100 MiB");
  }

  private static FilePicture picture(int file, int reclaimable, int free, int unpurged) {
    Estimate estimate =
        new Estimate(
            ByteSize.ofMebibytes(reclaimable),
            ByteSize.ZERO,
            ByteSize.ofMebibytes(unpurged),
            ByteSize.ZERO,
            IoCost.NONE,
            Forecast.NONE,
            Duration.ZERO,
            Payback.UNKNOWN,
            Evidence.UNKNOWN,
            Work.NONE,
            "pages");
    return FilePicture.of(
        new Candidate(
            new Tablespace(
                new TableName("shop", "orders"),
                ByteSize.ofMebibytes(file),
                ByteSize.ofMebibytes(free),
                1),
            estimate,
            ""));
  }
}
