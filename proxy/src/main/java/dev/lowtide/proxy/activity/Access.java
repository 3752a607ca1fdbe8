package dev.lowtide.proxy.activity;

/** What a statement needs of a table, in the terms of the server's metadata locks. */
public enum Access {
  /** A shared read lock is enough; also for {@code FOR SHARE} and LOCK TABLES … READ. */
  READ,
  /** Anything stronger: data changes, locking reads {@code FOR UPDATE}, DDL. */
  WRITE;

  /** The stronger of both. */
  public Access and(Access other) {
    return this == WRITE ? this : other;
  }
}
