package dev.lowtide.scheduler.copy;

import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.Optional;

/** Work that takes some looks in a {@link ModelWorld}, while others write. */
final class ModelLongWork<T> implements LongWork<T> {

  private final ModelWorld world;
  private final Work<T> work;
  private int looks;

  ModelLongWork(ModelWorld world, Work<T> work, int looks) {
    this.world = world;
    this.work = work;
    this.looks = looks;
  }

  @Override
  public Optional<T> await(Duration within) throws CopyStoppedException, InterruptedException {
    if (world.isAborted) {
      throw new CopyStoppedException(
          CopyStoppedException.Fate.RESUMABLE, AbortReason.ASKED, "it was ended");
    }
    if (looks-- > 0) {
      world.onReading();
      world.pause(within);
      return Optional.empty();
    }
    return Optional.of(work.run());
  }
}
