package dev.lowtide.scheduler.quiet;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Quiet, busy, or cannot know. */
public sealed interface QuietVerdict {

  /** The verdict in words. */
  String text();

  default boolean isQuiet() {
    return this instanceof Quiet;
  }

  /** Nothing speaks against it. */
  record Quiet() implements QuietVerdict {
    @Override
    public String text() {
      return "quiet";
    }
  }

  /** It is not quiet, for these reasons. */
  record Busy(List<BusyReason> reasons) implements QuietVerdict {
    public Busy {
      reasons = List.copyOf(reasons);
    }

    /**
     * Nothing of it is a reason to end what is at work: it has only not been quiet for long enough,
     * or the work itself has brought it about.
     */
    public boolean isOnlyAgainstBeginning() {
      return reasons.stream().allMatch(reason -> reason.signal().isOnlyAgainstBeginning());
    }

    @Override
    public String text() {
      return reasons.stream()
          .map(BusyReason::toString)
          .collect(Collectors.joining("; ", "busy: ", ""));
    }
  }

  /**
   * It cannot be known; counts as busy.
   *
   * @param lasted for how long it could not be known
   */
  record Blind(String reason, Duration lasted) implements QuietVerdict {

    /** As of now. */
    public Blind(String reason) {
      this(reason, Duration.ZERO);
    }

    @Override
    public String text() {
      return "blind: " + reason + ", for " + lasted.toSeconds() + " s";
    }
  }
}
