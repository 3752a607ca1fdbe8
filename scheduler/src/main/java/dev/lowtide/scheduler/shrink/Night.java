package dev.lowtide.scheduler.shrink;

import java.time.Duration;
import java.util.List;

/**
 * What could be done in one night, in which order. Nothing of it is decided by that.
 *
 * @param lasts how long the night is
 * @param slots in their order
 * @param left what has no place in it
 * @param freeDisk bytes that copies may take; negative if that cannot be seen
 */
public record Night(Duration lasts, List<Slot> slots, List<Left> left, ByteSize freeDisk) {

  public Night {
    slots = List.copyOf(slots);
    left = List.copyOf(left);
  }

  /**
   * Something that may be shrunk.
   *
   * @param subject what it is, as plans call it
   * @param run that was requested for it; 0 if none was
   * @param state of that run in words; empty if there is none
   */
  public record Task(String subject, Estimate estimate, long run, String state) {}

  /**
   * A place in the night.
   *
   * @param startsAfter the beginning of the night, if all before take as long as is likely
   * @param diskAtMost bytes taken by then and by it, beside what there was
   */
  public record Slot(Task task, Duration startsAfter, ByteSize diskAtMost) {}

  /** One that has no place, and why. */
  public record Left(Task task, String why) {}

  /** When the last of them is likely to be done. */
  public Duration likelyEnd() {
    return slots.isEmpty()
        ? Duration.ZERO
        : slots
            .get(slots.size() - 1)
            .startsAfter()
            .plus(slots.get(slots.size() - 1).task().estimate().forecast().likely());
  }

  /** What all of them give back. */
  public ByteSize reclaimable() {
    return slots.stream()
        .map(slot -> slot.task().estimate().reclaimable())
        .reduce(ByteSize.ZERO, ByteSize::plus);
  }
}
