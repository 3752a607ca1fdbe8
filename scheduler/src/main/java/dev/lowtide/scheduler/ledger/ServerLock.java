package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.TableName;
import java.util.Optional;
import java.util.Set;

/**
 * A metadata lock.
 *
 * @param schema empty where the kind has none
 * @param name of the object, or empty
 * @param type as performance_schema.metadata_locks has it, such as SHARED_READ
 * @param isPending it is awaited, not held
 */
public record ServerLock(Kind kind, String schema, String name, String type, boolean isPending) {

  /** What is locked; named as in performance_schema.metadata_locks. */
  public enum Kind {
    TABLE,
    SCHEMA,
    /** FLUSH TABLES WITH READ LOCK, and all statements that change anything, for their time. */
    GLOBAL,
    /** LOCK INSTANCE FOR BACKUP, and definitions for their time. */
    BACKUP_LOCK,
    /** GET_LOCK(). */
    USER_LEVEL_LOCK
  }

  private static final Set<String> READING =
      Set.of("SHARED", "SHARED_HIGH_PRIO", "SHARED_READ", "SHARED_READ_ONLY");

  /** Tables of the server's own, which its views lock in the name of whoever reads them. */
  private static final Set<String> OWN =
      Set.of("mysql", "sys", "performance_schema", "information_schema");

  /** The table that it keeps definitions of others off; empty if it is no such lock. */
  public Optional<TableName> heldTable() {
    if (kind != Kind.TABLE || isPending) {
      return Optional.empty();
    }
    TableName table = new TableName(schema, name);
    return isServersOwn(table) ? Optional.empty() : Optional.of(table);
  }

  static boolean isServersOwn(TableName table) {
    return OWN.contains(TableName.fold(table.schema()));
  }

  public Access access() {
    return READING.contains(type) ? Access.READ : Access.WRITE;
  }
}
