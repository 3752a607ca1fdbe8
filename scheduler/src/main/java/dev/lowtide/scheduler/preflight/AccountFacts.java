package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.util.List;
import java.util.Set;

/**
 * Our account at the target.
 *
 * @param name as the server has it: user@host
 * @param rights granted on everything, in upper case
 */
public record AccountFacts(String name, Set<String> rights) {

  public AccountFacts {
    rights = Set.copyOf(rights);
  }

  /** Whether it has a right of the old kind, or one of those that need not be a part of ALL. */
  boolean hasAny(String... names) {
    return Set.of(names).stream().anyMatch(rights::contains);
  }

  /** What a method needs and it does not have. */
  List<String> lacks(ShrinkMethod method) {
    return rights.contains("ALL PRIVILEGES")
        ? List.of()
        : NeededRights.of(method).stream().filter(right -> !rights.contains(right)).toList();
  }

  /** Its name as GRANT takes it. */
  String quoted() {
    int at = name.lastIndexOf('@');
    return at < 0
        ? "'" + name + "'"
        : "'" + name.substring(0, at) + "'@'" + name.substring(at + 1) + "'";
  }
}
