package dev.lowtide.it.chaos;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Writes at random until it is over, one transaction after the other, and keeps a book of what is
 * committed. Comes back when its connection breaks.
 */
final class Writer implements Callable<Tally> {

  /** How a transaction begins and ends. */
  private enum Way {
    BEGIN,
    AUTOCOMMIT_OFF,
    XA_ONE_PHASE,
    XA_PREPARED
  }

  private static final long PAUSE_MILLIS = 50;

  private final RandomTable table;
  private final Book book;
  private final HotRows hot;
  private final Access access;
  private final Fence fence;
  private final Weather weather;
  private final Random random;
  private final Numbers numbers;
  private final Changes changes;
  private final LargeChanges largeChanges;
  private final Tally tally = new Tally();
  private final int writer;
  private final int writers;

  /** Nobody can hold it, so it must leave gaps by itself. */
  private final boolean isPastTheProxy;

  private long transactions;

  Writer(Writers.Setting setting, int writer, Book book, Access access, Fence fence, long seed) {
    table = setting.table();
    hot = setting.hot();
    weather = setting.weather();
    writers = setting.count();
    this.writer = writer;
    this.book = book;
    this.isPastTheProxy = writer == setting.count() - 1;
    this.access = access;
    this.fence = fence;
    random = new Random(seed);
    numbers = new Numbers(table, writer, writers);
    changes = new Changes(table, book, random, numbers);
    largeChanges = new LargeChanges(table, book, random, numbers);
  }

  @Override
  public Tally call() throws InterruptedException {
    while (!weather.isOver()) {
      try (WriterSession session = new WriterSession(access.connect(), table, random, tally)) {
        while (!weather.isOver()) {
          work(session);
        }
      } catch (SQLException e) {
        blame(e, "its session");
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
    return tally;
  }

  /** So far. Safe for any thread. */
  long commits() {
    return tally.commits();
  }

  Book book() {
    return book;
  }

  private void work(WriterSession session) throws SQLException, InterruptedException {
    switch (random.nextInt(6)) {
      case 0 -> single(session);
      case 1 -> book.any(random).ifPresent(row -> read(session, row));
      default -> transact(session);
    }
    if (isPastTheProxy || random.nextInt(4) == 0) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
    }
  }

  private void read(WriterSession session, Row row) {
    try {
      session.read(row);
    } catch (SQLException e) {
      blame(e, "a reading");
    }
  }

  /** A statement of its own, and then the truth about it. */
  private void single(WriterSession session) throws SQLException, InterruptedException {
    Single single = changes.single();
    String statement = single.statement();
    try {
      session.execute(statement.replace(Change.TABLE, RandomTable.SCHEMA + "." + table.name()));
    } catch (SQLException e) {
      if (Errors.isConflict(e)) {
        tally.conflict();
        return;
      }
      book.doubt(new Book.Doubt(single.slot(), single.before(), single.after(), statement));
      throw e;
    }
    Row after = single.after();
    if (after == null) {
      book.remove(single.slot());
    } else {
      book.put(after);
    }
    book.keep();
    tellTruth(statement);
  }

  /** Until the other table has it too: the first is committed already. */
  private void tellTruth(String statement) throws SQLException, InterruptedException {
    String truth = statement.replace(Change.TABLE, RandomTable.TRUTH + "." + table.name());
    boolean isDone = false;
    while (!isDone) {
      long transaction = nextTransaction();
      isDone = fence.tell(table, transaction, truth);
    }
  }

  private void transact(WriterSession session) throws SQLException, InterruptedException {
    long transaction = nextTransaction();
    Way way = Way.values()[Math.max(0, random.nextInt(8) - 4)];
    int[] counted = new int[HotRows.COUNT];
    boolean isCommitting = random.nextInt(8) != 0;
    try {
      begin(session, way, transaction);
      session.execute(fence.enter(transaction));
      changeSome(session, counted);
      end(session, way, transaction, isCommitting);
      finish(isCommitting, counted);
    } catch (SQLException e) {
      giveUp(session, way, transaction, counted, e);
    }
  }

  private void changeSome(WriterSession session, int[] counted) throws SQLException {
    boolean isLarge = random.nextInt(60) == 0 && !numbers.isScarce();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      changeOne(session, isLarge, counted);
    }
  }

  private void changeOne(WriterSession session, boolean isLarge, int[] counted)
      throws SQLException {
    switch (random.nextInt(12)) {
      case 0, 1 -> {
        int index = random.nextInt(HotRows.COUNT);
        session.countUp(hot, index);
        counted[index]++;
      }
      case 2 -> asIfNothingHadBeen(session);
      case 3 -> load(session);
      default -> session.change(isLarge ? largeChanges.any() : changes.any());
    }
  }

  private void asIfNothingHadBeen(WriterSession session) throws SQLException {
    int mark = book.mark();
    session.execute("SAVEPOINT here");
    session.change(changes.any());
    session.change(changes.any());
    session.execute("ROLLBACK TO SAVEPOINT here");
    book.backTo(mark);
  }

  private void load(WriterSession session) throws SQLException {
    List<Row> rows = new ArrayList<>();
    int count = 1 + random.nextInt(30);
    for (int i = 0; i < count; i++) {
      rows.add(numbers.fresh().unique("NULL"));
    }
    LoadedRows loaded = LoadedRows.of(table, rows);
    session.load(loaded.statement(), loaded.file());
    rows.forEach(book::put);
  }

  private void begin(WriterSession session, Way way, long transaction) throws SQLException {
    session.execute(
        switch (way) {
          case BEGIN -> random.nextBoolean() ? "BEGIN" : "START TRANSACTION";
          case AUTOCOMMIT_OFF -> "SET autocommit = 0";
          case XA_ONE_PHASE, XA_PREPARED -> "XA START " + Fence.xid(table, transaction);
        });
  }

  private void end(WriterSession session, Way way, long transaction, boolean isCommitting)
      throws SQLException, InterruptedException {
    String xid = Fence.xid(table, transaction);
    switch (way) {
      case BEGIN -> session.execute(isCommitting ? "COMMIT" : "ROLLBACK");
      case AUTOCOMMIT_OFF -> {
        session.execute(isCommitting ? "COMMIT" : "ROLLBACK");
        session.execute("SET autocommit = 1");
      }
      case XA_ONE_PHASE -> {
        session.execute("XA END " + xid);
        session.execute(isCommitting ? "XA COMMIT " + xid + " ONE PHASE" : "XA ROLLBACK " + xid);
      }
      case XA_PREPARED -> {
        session.execute("XA END " + xid);
        session.execute("XA PREPARE " + xid);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(30));
        session.execute((isCommitting ? "XA COMMIT " : "XA ROLLBACK ") + xid);
      }
    }
  }

  private void finish(boolean isCommitted, int[] counted) {
    if (isCommitted) {
      book.keep();
      hot.add(counted);
      tally.committed();
    } else {
      book.backTo(0);
      tally.rolledBack();
    }
  }

  /** Takes back what can be; if the connection is gone, finds out what it came to. */
  private void giveUp(
      WriterSession session, Way way, long transaction, int[] counted, SQLException cause)
      throws SQLException, InterruptedException {
    if (!Errors.isBreak(cause)) {
      try {
        takeBack(session, way, transaction);
        book.backTo(0);
        blame(cause, "a transaction");
        return;
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
    }
    session.abandon();
    finish(fence.isCommitted(table, transaction, random.nextBoolean()), counted);
    throw cause;
  }

  private void takeBack(WriterSession session, Way way, long transaction) throws SQLException {
    if (way == Way.XA_ONE_PHASE || way == Way.XA_PREPARED) {
      try {
        session.execute("XA END " + Fence.xid(table, transaction));
      } catch (SQLException e) {
        // It may have been ended already, or the conflict has doomed it.
      }
      session.execute("XA ROLLBACK " + Fence.xid(table, transaction));
    } else {
      session.execute("ROLLBACK");
      session.execute("SET autocommit = 1");
    }
  }

  private void blame(SQLException e, String what) {
    if (Errors.isConflict(e)) {
      tally.conflict();
    } else if (Errors.isBreak(e) && weather.mayBreak()) {
      tally.broken();
    } else {
      tally.error("writer " + writer + ", " + what + ": " + Errors.words(e));
    }
  }

  private long nextTransaction() {
    transactions++;
    return transactions * writers + writer;
  }
}
