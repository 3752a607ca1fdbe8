package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps a copy from filling the server's disk: it stands still when what it still needs would eat
 * into the reserve, and gives up when half of the reserve is gone, whoever took it. Where the disk
 * cannot be seen, twice what was forecast, and the reserve, is all that it may take. Confined to
 * the copy's thread.
 */
public final class DiskBudget {

  /** A fast disk fills by a gibibyte in that time. */
  static final Duration PERIOD = Duration.ofSeconds(2);

  private final DiskUse.Source source;
  private final ByteSize forecast;
  private final ByteSize reserve;
  private final NanoClock clock;
  private boolean hasLooked;
  private long lookedNanos;
  private Optional<String> standstill = Optional.empty();

  /**
   * A budget.
   *
   * @param forecast bytes of the shadow when it is done
   * @param reserve bytes that stay free whatever the copy needs
   */
  public DiskBudget(DiskUse.Source source, ByteSize forecast, ByteSize reserve, NanoClock clock) {
    this.source = source;
    this.forecast = forecast;
    this.reserve = reserve;
    this.clock = clock;
  }

  /** To be called as often as one likes. Why it must not go on now; empty if it may. */
  public Optional<String> standstill() throws CopyStoppedException {
    long now = clock.nanos();
    if (!hasLooked || now - lookedNanos >= PERIOD.toNanos()) {
      DiskUse use = source.read();
      standstill = use.free().isPresent() ? ofFree(use.free().getAsLong(), use) : ofTaken(use);
      hasLooked = true;
      lookedNanos = now;
    }
    return standstill;
  }

  private Optional<String> ofFree(long free, DiskUse use) throws CopyStoppedException {
    if (free < reserve.bytes() / 2) {
      throw stopped(
          size(free)
              + " are free on the server's disk (expected: at least half of the reserve of "
              + reserve
              + ")");
    }
    long needed = needed(use);
    return free - needed >= reserve.bytes()
        ? Optional.empty()
        : Optional.of(
            size(free)
                + " are free on the server's disk, and the copy needs some "
                + size(needed)
                + " more (expected: a reserve of "
                + reserve
                + " besides)");
  }

  private Optional<String> ofTaken(DiskUse use) throws CopyStoppedException {
    long most = 2 * forecast.bytes() + reserve.bytes();
    if (use.shadow() + use.log() > most) {
      throw stopped(
          "the shadow has "
              + size(use.shadow())
              + " and the binary log has grown by "
              + size(use.log())
              + " (expected: at most "
              + size(most)
              + " together, since the server's disk cannot be seen)");
    }
    return Optional.empty();
  }

  /** What the log takes of each byte of the shadow is known when some of them are there. */
  private long needed(DiskUse use) {
    long left = Math.max(0, forecast.bytes() - use.shadow());
    double logPerByte = use.shadow() == 0 ? 1 : Math.min(4, (double) use.log() / use.shadow());
    return Math.round(left * (1 + logPerByte));
  }

  private static CopyStoppedException stopped(String text) {
    return new CopyStoppedException(
        Fate.RESUMABLE, AbortReason.SERVER_REFUSED, "the disk is running full: " + text);
  }

  private static String size(long bytes) {
    return new ByteSize(bytes).toString();
  }
}
