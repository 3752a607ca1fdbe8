package dev.lowtide.scheduler.shrink;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How something is made smaller. */
public enum ShrinkMethod {
  /** ALTER TABLE … FORCE, ALGORITHM=COPY while its writers wait at the proxy. */
  COPY_UNDER_HOLD(Needs.QUIET_TABLE, SpaceKind.TABLE),
  /** A shadow copied in chunks, kept in step from the binary log, that takes the table's place. */
  SHADOW_COPY(Needs.SIGHT, SpaceKind.TABLE),
  /** Undo tablespaces set inactive one after the other, until the server has truncated them. */
  UNDO_TRUNCATE(Needs.QUIET_SERVER, SpaceKind.UNDO),
  /** ALTER TABLE … TRUNCATE PARTITION of one that is empty. */
  TRUNCATE_PARTITION(Needs.QUIET_TABLE, SpaceKind.PARTITION),
  /** A shadow of one partition, made like that of a table, that takes its place by EXCHANGE. */
  EXCHANGE_PARTITION(Needs.SIGHT, SpaceKind.PARTITION),
  /** DROP TABLESPACE of one that has no tables any more. */
  DROP_TABLESPACE(Needs.QUIET_SERVER, SpaceKind.GENERAL),
  /** PURGE BINARY LOGS TO … */
  PURGE_BINARY_LOGS(Needs.SIGHT, SpaceKind.BINLOG);

  /** What must be so for a run to begin. */
  public enum Needs {
    /** What goes on can be seen; it makes way by itself. */
    SIGHT,
    /** Nobody uses the table, and the server is quiet. */
    QUIET_TABLE,
    /** The server is quiet. */
    QUIET_SERVER
  }

  private static final Set<ShrinkMethod> OF_TABLES = Set.of(COPY_UNDER_HOLD, SHADOW_COPY);

  private static final Set<ShrinkMethod> COPIES = Set.of(SHADOW_COPY, EXCHANGE_PARTITION);

  private final Needs needs;
  private final SpaceKind kind;

  ShrinkMethod(Needs needs, SpaceKind kind) {
    this.needs = needs;
    this.kind = kind;
  }

  public Needs needs() {
    return needs;
  }

  public boolean isFor(SpaceKind space) {
    return kind == space;
  }

  /** Whether it makes a table of a person's anew as a whole. */
  public boolean isOfTables() {
    return OF_TABLES.contains(this);
  }

  /** Whether a shadow grows behind live traffic, and takes the place of what it is of. */
  public boolean isCopy() {
    return COPIES.contains(this);
  }

  /** Whether a person has to say yes to it whatever the configuration says. */
  public boolean isNeverAutomatic() {
    return this == PURGE_BINARY_LOGS || this == DROP_TABLESPACE;
  }

  /** For where whoever asks has made sure that only ways of making a table anew come by. */
  public IllegalStateException notOfTables() {
    return new IllegalStateException(word() + " makes no table anew");
  }

  /** As people write it: {@code copy-under-hold}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads what {@link #word()} writes. */
  public static ShrinkMethod parse(String text) {
    for (ShrinkMethod method : values()) {
      if (method.word().equals(text.strip())) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        "method: '"
            + text
            + "' (expected: one of "
            + Arrays.stream(values()).map(ShrinkMethod::word).collect(Collectors.joining(", "))
            + ")");
  }
}
