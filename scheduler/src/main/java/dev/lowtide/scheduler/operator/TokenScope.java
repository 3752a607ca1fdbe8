package dev.lowtide.scheduler.operator;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a token may be used for; never for more than its person may do. */
public enum TokenScope {
  READ,
  /** All but approving. Nobody looks after people by a token: it would outlive them. */
  ACT,
  /** That, and approving. */
  APPROVE;

  /** What is left of what its person may do. */
  public Set<Permission> of(Set<Permission> permissions) {
    EnumSet<Permission> left = EnumSet.copyOf(permissions);
    left.removeIf(permission -> !isOpenTo(permission));
    return Collections.unmodifiableSet(left);
  }

  private boolean isOpenTo(Permission permission) {
    return switch (permission) {
      case SEE, READ_AUDIT, SEE_PEOPLE -> true;
      case COMMENT, REQUEST, OPERATE, MANAGE_POLICIES -> this != READ;
      case APPROVE -> this == APPROVE;
      case MANAGE_PEOPLE -> false;
    };
  }
}
