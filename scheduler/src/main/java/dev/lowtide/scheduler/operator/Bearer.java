package dev.lowtide.scheduler.operator;

import java.util.Set;

/** Somebody whose token was shown. */
public record Bearer(Person person, TokenScope scope) {

  public Set<Permission> permissions() {
    return scope.of(person.permissions());
  }
}
