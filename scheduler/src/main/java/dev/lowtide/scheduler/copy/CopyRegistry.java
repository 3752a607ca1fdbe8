package dev.lowtide.scheduler.copy;

import dev.lowtide.scheduler.shrink.Subject;
import java.util.List;
import java.util.Optional;

/** What is ours in the target, and how far it is. Kept in the target's schema {@code lowtide}. */
public interface CopyRegistry {

  /**
   * Writes down a copy before anything of it is made. The schema is created on first use.
   *
   * @param original a table, or one partition of it
   */
  CopyRecord register(
      String owner, Subject original, String fingerprint, String serverUuid, BinlogPosition start);

  Optional<CopyRecord> find(String owner);

  /** All of them, whoever owns them. */
  List<CopyRecord> all();

  void phase(long id, CopyPhase phase);

  /** Moves the start, before anything was copied. */
  void applied(long id, BinlogPosition position);

  /** When nothing of it is left. */
  void forget(long id);
}
