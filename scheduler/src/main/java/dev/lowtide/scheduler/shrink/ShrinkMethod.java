package dev.lowtide.scheduler.shrink;

/** How a table is made smaller. */
public enum ShrinkMethod {
  /** ALTER TABLE … FORCE, ALGORITHM=COPY while its writers wait at the proxy. */
  COPY_UNDER_HOLD,
  /** A shadow copied in chunks, kept in step from the binary log, that takes the table's place. */
  SHADOW_COPY
}
