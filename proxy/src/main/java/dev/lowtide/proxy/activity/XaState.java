package dev.lowtide.proxy.activity;

/** Where a session's XA transaction stands ("XA Transaction States" in MySQL's manual). */
public enum XaState {
  /** None, or one that was prepared and so is not the session's any more. */
  NONE,
  ACTIVE,
  IDLE,
  /** Prepared, and still the session's, as with xa_detach_on_prepare=OFF. */
  PREPARED
}
