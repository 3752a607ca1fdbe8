package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Permission;
import io.javalin.security.RouteRole;
import org.jspecify.annotations.Nullable;

/** What a route asks of its caller. A route that says nothing is open to nobody. */
enum Access implements RouteRole {
  ANYBODY(null),
  /** Anybody, by whatever name they call us: probes use addresses and names of their own. */
  MONITORING(null),
  VIEWER(Permission.SEE),
  COMMENTER(Permission.COMMENT),
  REQUESTER(Permission.REQUEST),
  OPERATOR(Permission.OPERATE),
  APPROVER(Permission.APPROVE),
  AUDIT_READER(Permission.READ_AUDIT),
  PEOPLE_READER(Permission.SEE_PEOPLE),
  ADMINISTRATOR(Permission.MANAGE_PEOPLE),
  POLICY_MAKER(Permission.MANAGE_POLICIES);

  private final @Nullable Permission permission;

  Access(@Nullable Permission permission) {
    this.permission = permission;
  }

  boolean isOpenTo(Caller caller) {
    return permission == null || caller.may(permission);
  }
}
