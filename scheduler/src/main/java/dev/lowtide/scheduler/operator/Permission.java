package dev.lowtide.scheduler.operator;

/** One thing that somebody may do, or may not. */
public enum Permission {
  /** Reads everything but the audit trail and who there is. */
  SEE,
  /** Says something about a request. */
  COMMENT,
  /** Asks for a run, and asks again. */
  REQUEST,
  /** Aborts, pauses, resumes, reverts, ends sessions. */
  OPERATE,
  /** Approves what others asked for, rejects it, wants it changed, takes an approval back. */
  APPROVE,
  READ_AUDIT,
  SEE_PEOPLE,
  /** Says who there is and what they may do. */
  MANAGE_PEOPLE,
  /** Has the configuration read again. */
  MANAGE_POLICIES
}
