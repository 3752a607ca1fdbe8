package dev.lowtide.scheduler.operator;

import java.util.List;
import java.util.function.Consumer;

/** The audit trail, for reading. Nothing in it is ever changed. Safe for any thread. */
public interface Audit {

  /** The newest first. */
  List<AuditEntry> page(AuditFilter filter);

  /**
   * Reads all of it and says whether each line is as it was written and where it was written.
   *
   * @throws OperatorException while somebody else has it read
   */
  AuditVerdict verify();

  /** Hands over all lines, the oldest first, without ever holding more than a few. */
  void export(Consumer<AuditEntry> reader);
}
