package dev.lowtide.scheduler.operator;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who may sign in, or whose token may.
 *
 * @param isAlsoApprover whether they approve although it is not their role
 */
public record Person(String name, Role role, boolean isAlsoApprover) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  public Person {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: '" + name + "' (expected: 1 to 64 letters, digits and . _ @ -)");
    }
    if (isAlsoApprover && !role.canAlsoApprove()) {
      throw new IllegalArgumentException(
          "also approves: true for " + role + " (expected: for an operator or administrator only)");
    }
  }

  /** One who may do what their role may, and nothing besides. */
  public Person(String name, Role role) {
    this(name, role, false);
  }

  public Set<Permission> permissions() {
    if (!isAlsoApprover) {
      return role.permissions();
    }
    EnumSet<Permission> permissions = EnumSet.copyOf(role.permissions());
    permissions.add(Permission.APPROVE);
    return Collections.unmodifiableSet(permissions);
  }

  /** What they are, for people. */
  public String roleText() {
    return role + (isAlsoApprover ? " who also approves" : "");
  }
}
