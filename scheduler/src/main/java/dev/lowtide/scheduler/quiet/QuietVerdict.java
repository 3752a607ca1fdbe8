package dev.lowtide.scheduler.quiet;

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

    /** It is quiet now, only not for long enough. */
    public boolean isOnlyTooShort() {
      return reasons.stream().allMatch(reason -> reason.signal() == Signal.QUIET_FOR);
    }

    @Override
    public String text() {
      return reasons.stream()
          .map(BusyReason::toString)
          .collect(Collectors.joining("; ", "busy: ", ""));
    }
  }

  /** It cannot be known; counts as busy. */
  record Blind(String reason) implements QuietVerdict {
    @Override
    public String text() {
      return "blind: " + reason;
    }
  }
}
