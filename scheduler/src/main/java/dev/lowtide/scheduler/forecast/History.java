package dev.lowtide.scheduler.forecast;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.SizeSample;
import java.util.List;
import java.util.Optional;

/** What was measured before. */
public interface History {

  /** Nothing was. */
  History NONE =
      new History() {
        @Override
        public List<SizeSample> samples(TableName table) {
          return List.of();
        }

        @Override
        public List<RunTiming> runs() {
          return List.of();
        }
      };

  /** What this table occupied at other times. */
  List<SizeSample> samples(TableName table);

  /** What was measured of this table last; nothing if it was not. */
  default Optional<Estimate> lastMeasured(TableName table) {
    return Optional.empty();
  }

  /** What runs on this server took, the newest first: of each method the last that are of use. */
  List<RunTiming> runs();
}
