package dev.lowtide.proxy.hold;

/** Where a hold stands. */
public enum HoldState {
  /** New statements wait; sessions that have touched the scope are still at work. */
  HOLDING,
  /**
   * New statements wait, every session was looked at, and none has anything open or in flight that
   * touches the scope. A statement that goes on at its deadline makes it HOLDING again.
   */
  QUIET,
  /** Over, whether it was released or its lease ran out; it stays over. */
  RELEASED
}
