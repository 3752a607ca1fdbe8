package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.RebuildModel;
import dev.lowtide.scheduler.estimate.RebuiltBy;
import dev.lowtide.scheduler.estimate.SizeRange;
import dev.lowtide.scheduler.plan.TableShape.Index;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.util.Set;
import java.util.stream.Collectors;

/** What a table that was measured would occupy after it was made anew. */
final class Rebuilt {

  private Rebuilt() {}

  static SizeRange of(TableDescription table, Measurement measured, ShrinkMethod method) {
    SizeRange range = RebuildModel.after(measured, by(method), keysFromBeginning(table.shape()));
    return new SizeRange(
        within(measured, range.low()),
        within(measured, range.likely()),
        within(measured, range.high()));
  }

  private static RebuiltBy by(ShrinkMethod method) {
    return switch (method) {
      case COPY_UNDER_HOLD -> RebuiltBy.COPY_UNDER_HOLD;
      case SHADOW_COPY -> RebuiltBy.SHADOW_COPY;
      default -> throw method.notOfTables();
    };
  }

  private static Set<String> keysFromBeginning(TableShape table) {
    return table.indexes().stream()
        .filter(index -> !table.addedLater().contains(index))
        .map(Index::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A rebuild that would leave more than there is gives nothing back, and nobody begins it. */
  private static ByteSize within(Measurement measured, ByteSize size) {
    return new ByteSize(Math.max(0, Math.min(measured.fileSize().bytes(), size.bytes())));
  }
}
