package dev.lowtide.scheduler.copy;

/** How far a copy is, as the registry in the target remembers it. */
public enum CopyPhase {
  /** The shadow is being made; nothing is in it that counts. */
  CREATING,
  /** Rows are copied in chunks, and changes are followed. */
  COPYING,
  /** All rows are there; secondary keys are being added. */
  INDEXING,
  /** The shadow is complete and follows; it is compared, and waits for its moment. */
  FOLLOWING,
  /** The cut-over has begun; which tables there are says whether it happened. */
  SWAPPING,
  /** The shadow is the table; the old one is kept. */
  KEPT
}
