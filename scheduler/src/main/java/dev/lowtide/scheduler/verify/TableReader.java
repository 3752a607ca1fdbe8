package dev.lowtide.scheduler.verify;

import dev.lowtide.proxy.activity.TableName;

/** A session that reads tables. Confined to one thread at a time. */
public interface TableReader extends AutoCloseable {

  /** The server's id of the session. */
  long threadId();

  /** Takes a shared lock on the table, which lasts until {@link #endTransaction}. */
  void lockShared(TableName table);

  /** Begins a transaction whose view of the data stays as it is now. */
  void beginSnapshot();

  void endTransaction();

  TableReading read(TableName table);

  /** Writes to the table that the server has counted since it was last put in place. */
  long writesSinceInPlace(TableName table);

  @Override
  void close();
}
