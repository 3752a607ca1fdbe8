package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Bearer;
import dev.lowtide.scheduler.operator.Permission;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param permissions what they may do by whatever they showed; a token may allow less than its
 *     person may do
 * @param csrfToken what a form of theirs must carry; empty for callers with a bearer token, which
 *     no other site's page can send
 */
record Caller(String name, Role role, Set<Permission> permissions, String csrfToken) {

  Caller {
    permissions = Set.copyOf(permissions);
  }

  /** Somebody in a browser. */
  Caller(Person person, String csrfToken) {
    this(person.name(), person.role(), person.permissions(), csrfToken);
  }

  /** A program with somebody's token. */
  Caller(Bearer bearer) {
    this(bearer.person().name(), bearer.person().role(), bearer.permissions(), "");
  }

  boolean isBrowser() {
    return !csrfToken.isEmpty();
  }

  /** For pages too: what they may be offered. */
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }
}
