package dev.lowtide.scheduler.operator;

/** What a person may do. */
public enum Role {
  VIEWER,
  /** Requests, decides on what others requested, and aborts. */
  OPERATOR,
  /** All that, and looks after people. */
  ADMINISTRATOR;

  public boolean isAtLeast(Role role) {
    return compareTo(role) >= 0;
  }
}
