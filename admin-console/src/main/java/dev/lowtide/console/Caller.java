package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Role;

/**
 * Who makes a request.
 *
 * @param csrfToken what a form of theirs must carry; empty for callers with a bearer token, which
 *     no other site's page can send
 */
record Caller(String name, Role role, String csrfToken) {

  boolean isBrowser() {
    return !csrfToken.isEmpty();
  }

  /** For pages: what they may be offered. */
  public boolean mayDecide() {
    return role.isAtLeast(Role.OPERATOR);
  }

  public boolean mayManagePeople() {
    return role.isAtLeast(Role.ADMINISTRATOR);
  }
}
