package dev.lowtide.scheduler.operator;

import static dev.lowtide.scheduler.operator.Permission.APPROVE;
import static dev.lowtide.scheduler.operator.Permission.COMMENT;
import static dev.lowtide.scheduler.operator.Permission.MANAGE_PEOPLE;
import static dev.lowtide.scheduler.operator.Permission.MANAGE_POLICIES;
import static dev.lowtide.scheduler.operator.Permission.OPERATE;
import static dev.lowtide.scheduler.operator.Permission.READ_AUDIT;
import static dev.lowtide.scheduler.operator.Permission.REQUEST;
import static dev.lowtide.scheduler.operator.Permission.SEE;
import static dev.lowtide.scheduler.operator.Permission.SEE_PEOPLE;

import java.util.Set;

/**
 * What a person is there for. Roles are no ladder: whoever looks after people approves nothing by
 * that, and whoever reads everything decides nothing.
 */
public enum Role {
  VIEWER,
  /** Requests, aborts, holds, ends sessions. */
  OPERATOR,
  /** Decides on what others requested. */
  APPROVER,
  /** Looks after people and policies, and can do what an operator can. */
  ADMINISTRATOR,
  /** Reads everything and decides nothing. */
  AUDITOR;

  public Set<Permission> permissions() {
    return switch (this) {
      case VIEWER -> Set.of(SEE);
      case OPERATOR -> Set.of(SEE, READ_AUDIT, COMMENT, REQUEST, OPERATE);
      case APPROVER -> Set.of(SEE, READ_AUDIT, COMMENT, REQUEST, APPROVE);
      case ADMINISTRATOR ->
          Set.of(
              SEE,
              READ_AUDIT,
              COMMENT,
              REQUEST,
              OPERATE,
              SEE_PEOPLE,
              MANAGE_PEOPLE,
              MANAGE_POLICIES);
      case AUDITOR -> Set.of(SEE, READ_AUDIT, SEE_PEOPLE);
    };
  }

  /** Whether somebody with this role can be made an approver besides. */
  public boolean canAlsoApprove() {
    return permissions().contains(OPERATE);
  }
}
