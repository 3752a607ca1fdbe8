package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.SizeRange;
import dev.lowtide.scheduler.shrink.ShrinkMethod;

/** What a table that was measured would occupy after it was made anew. */
@FunctionalInterface
public interface RebuildSize {

  SizeRange of(Measurement measured, ShrinkMethod method);
}
