package dev.lowtide.scheduler.shrink;

import java.util.Locale;

/** How a table is made smaller. */
public enum ShrinkMethod {
  /** ALTER TABLE … FORCE, ALGORITHM=COPY while its writers wait at the proxy. */
  COPY_UNDER_HOLD,
  /** A shadow copied in chunks, kept in step from the binary log, that takes the table's place. */
  SHADOW_COPY;

  /** As people write it: {@code copy-under-hold}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads what {@link #word()} writes. */
  public static ShrinkMethod parse(String text) {
    for (ShrinkMethod method : values()) {
      if (method.word().equals(text.strip())) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        "method: '" + text + "' (expected: copy-under-hold or shadow-copy)");
  }
}
