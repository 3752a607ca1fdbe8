package dev.lowtide.scheduler.shrink;

import java.util.Locale;

/** What kind of space on disk is to be given back. */
public enum SpaceKind {
  /** A table, all its partitions together. */
  TABLE,
  /** One partition of a table. */
  PARTITION,
  /** Undo tablespaces. */
  UNDO,
  /** A general tablespace, which several tables share. */
  GENERAL,
  /** The system tablespace, ibdata1. */
  SYSTEM,
  /** The global temporary tablespace, or those that sessions take from a pool. */
  TEMPORARY,
  /** The tables that InnoDB keeps behind the FULLTEXT indexes of a table. */
  FULLTEXT,
  /** Files of the binary log. */
  BINLOG;

  /** As people write it before a colon: {@code undo}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** It is a table or belongs to one, so it is named by that table. */
  boolean isOfTable() {
    return this == TABLE || this == PARTITION || this == FULLTEXT;
  }
}
