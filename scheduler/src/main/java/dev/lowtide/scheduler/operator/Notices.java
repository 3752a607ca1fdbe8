package dev.lowtide.scheduler.operator;

import java.util.List;

/**
 * What receivers outside are still to be told. Lines of the audit trail are written with what they
 * record, so a receiver that is told of them one after the other misses nothing, whenever Lowtide
 * ends. Safe for any thread.
 */
public interface Notices {

  /**
   * The next lines, oldest first; nothing if there are none. A receiver that is not known yet is
   * told of what comes from now on.
   */
  List<AuditEntry> next(String receiver);

  /** The receiver needs to hear no more of this line, and of those before it. */
  void told(String receiver, long id);
}
