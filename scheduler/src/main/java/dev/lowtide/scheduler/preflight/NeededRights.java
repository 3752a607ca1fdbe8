package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * What our account must be allowed to do, on everything: tables are found, and schemas of ours are
 * made, wherever.
 *
 * <p>To read tables and compare them, to rebuild them (which takes ALTER, CREATE and INSERT), and
 * to see sessions, locks and files, views and triggers: information_schema shows no trigger to whom
 * TRIGGER is not granted. A copy writes to a shadow (UPDATE is for the registry, DELETE also for
 * REPLACE), adds indexes to it, locks and renames tables (ALTER and DROP), and reads the binary
 * log.
 */
public final class NeededRights {

  private static final List<String> ALWAYS =
      List.of("SELECT", "INSERT", "CREATE", "ALTER", "PROCESS", "SHOW VIEW", "TRIGGER");

  private static final List<String> FOR_COPIES =
      List.of(
          "UPDATE",
          "DELETE",
          "DROP",
          "INDEX",
          "LOCK TABLES",
          "REPLICATION SLAVE",
          "REPLICATION CLIENT");

  /** For undo tablespaces and general ones. */
  private static final String FOR_TABLESPACES = "CREATE TABLESPACE";

  private NeededRights() {}

  public static List<String> of(ShrinkMethod method) {
    return switch (method) {
      case COPY_UNDER_HOLD -> ALWAYS;
      case SHADOW_COPY, EXCHANGE_PARTITION -> all();
      case UNDO_TRUNCATE, DROP_TABLESPACE -> List.of("SELECT", "PROCESS", FOR_TABLESPACES);
      case TRUNCATE_PARTITION -> List.of("SELECT", "ALTER", "DROP", "LOCK TABLES", "PROCESS");
      case PURGE_BINARY_LOGS -> List.of("SELECT", "PROCESS", "REPLICATION CLIENT", "BINLOG_ADMIN");
    };
  }

  /** For whatever may be asked for of tables. */
  public static List<String> all() {
    List<String> all = new ArrayList<>(ALWAYS);
    all.addAll(FOR_COPIES);
    return all;
  }
}
