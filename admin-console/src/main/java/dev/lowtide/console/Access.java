package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Role;
import io.javalin.security.RouteRole;

/** What a route asks of its caller. A route that says nothing is open to nobody. */
enum Access implements RouteRole {
  ANYBODY,
  /** Anybody, by whatever name they call us: probes use addresses and names of their own. */
  MONITORING,
  VIEWER,
  OPERATOR,
  ADMINISTRATOR;

  boolean isOpenTo(Role role) {
    return switch (this) {
      case ANYBODY, MONITORING -> true;
      case VIEWER -> role.isAtLeast(Role.VIEWER);
      case OPERATOR -> role.isAtLeast(Role.OPERATOR);
      case ADMINISTRATOR -> role.isAtLeast(Role.ADMINISTRATOR);
    };
  }
}
