package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopySession;
import dev.lowtide.scheduler.copy.CopySession.Chunk;
import dev.lowtide.scheduler.copy.RowKey;
import java.sql.Connection;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the key is, chunks go through the table once, by ranges, in the server's own order. */
class CopySessionKeysIT {

  private static final int ROWS = 100;
  private static final long BYTES = 16 << 20;

  private EngineLab lab;

  @BeforeEach
  void open() throws Exception {
    lab = new EngineLab();
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  @ParameterizedTest
  @EnumSource
  void chunksReadWhatTheyCopy(KeyKind kind) throws Exception {
    CopyRecord record = lab.make(kind);
    try (CopySession session = lab.session(record)) {
      RowKey after = null;
      long rows = 0;
      int chunks = 0;
      for (Chunk chunk = null; chunk == null || !chunk.isLast(); chunks++) {
        long before = lab.rowsRead(session.threadId());
        chunk = session.copy(after, ROWS, BYTES);
        // Once to find the end, once to copy; and where partitions are merged, some of each.
        assertThat(lab.rowsRead(session.threadId()) - before).isLessThan(2 * ROWS + 100);
        after = chunk.upTo() == null ? after : chunk.upTo();
        rows += chunk.rows();
      }
      assertThat(rows).isEqualTo(2000);
      assertThat(chunks).isEqualTo(21);
      assertSame(record);
      CopyRecord now = lab.registry.find(record.owner()).orElseThrow();
      assertThat(now.copiedTo()).isEqualTo(after);
      assertThat(now.rowsCopied()).isEqualTo(2000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void changedRowsAreFoundByTheirKeys(KeyKind kind) throws Exception {
    CopyRecord record = lab.make(kind);
    Map<Integer, RowKey> keys = lab.keys(record.table());
    try (CopySession session = lab.session(record)) {
      copyAll(session);
      Lab.execute(
          lab.connection,
          "DELETE FROM t WHERE n IN (100, 1000, 3998)",
          "UPDATE t SET v = 'another' WHERE n IN (0, 500)",
          "INSERT INTO t ("
              + EngineLab.all(kind)
              + ") SELECT "
              + EngineLab.all(kind)
              + " FROM t_all WHERE n IN (1, 3999)");
      List<RowKey> changed =
          IntStream.of(100, 1000, 3998, 0, 500, 1, 3999, 77).mapToObj(keys::get).toList();
      long before = lab.rowsRead(session.threadId());

      session.apply(changed, lab.log.end());

      assertThat(lab.rowsRead(session.threadId()) - before).isLessThan(100);
      assertSame(record);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostWhileOthersWrite(KeyKind kind) throws Exception {
    CopyRecord record = lab.make(kind);
    Map<Integer, RowKey> keys = lab.keys(record.table());
    Set<RowKey> changed = ConcurrentHashMap.newKeySet();
    AtomicBoolean isEnough = new AtomicBoolean();
    ExecutorService others = Executors.newFixedThreadPool(2);
    try (CopySession session = lab.session(record)) {
      List<Future<?>> writing =
          IntStream.range(0, 2)
              .<Future<?>>mapToObj(
                  seed -> others.submit(() -> write(kind, seed, keys, changed, isEnough)))
              .toList();
      RowKey after = null;
      for (Chunk chunk = null; chunk == null || !chunk.isLast(); ) {
        chunk = session.copy(after, ROWS, BYTES);
        after = chunk.upTo() == null ? after : chunk.upTo();
        Collection<RowKey> now = new HashSet<>(changed);
        session.mark();
        session.apply(now, lab.log.end());
      }
      isEnough.set(true);
      for (Future<?> each : writing) {
        each.get();
      }
      assertThat(changed).isNotEmpty();
      session.apply(changed, lab.log.end());
      assertSame(record);
    } finally {
      others.shutdownNow();
    }
  }

  /** Says which key it is about to change, as the log would. */
  private static @Nullable Void write(
      KeyKind kind,
      int seed,
      Map<Integer, RowKey> keys,
      Set<RowKey> changed,
      AtomicBoolean isEnough)
      throws Exception {
    Random random = new Random(seed);
    try (Connection connection = EngineLab.connect()) {
      Lab.execute(
          connection,
          "USE " + EngineLab.SCHEMA,
          "SET SESSION sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'",
          "SET SESSION transaction_isolation = 'READ-COMMITTED', time_zone = '+00:00'");
      while (!isEnough.get()) {
        int n = random.nextInt(2000) * 2 + seed;
        changed.add(keys.get(n));
        String columns = EngineLab.all(kind);
        Lab.execute(
            connection,
            switch (random.nextInt(3)) {
              case 0 -> "DELETE FROM t WHERE n = " + n;
              case 1 -> "UPDATE t SET v = 'by " + seed + "' WHERE n = " + n;
              default ->
                  "REPLACE INTO t ("
                      + columns
                      + ") SELECT "
                      + columns
                      + " FROM t_all WHERE n = "
                      + n;
            });
      }
    }
    return null;
  }

  private static void copyAll(CopySession session) {
    RowKey after = null;
    for (Chunk chunk = null; chunk == null || !chunk.isLast(); ) {
      chunk = session.copy(after, 1000, BYTES);
      after = chunk.upTo() == null ? after : chunk.upTo();
    }
  }

  private void assertSame(CopyRecord record) throws Exception {
    assertThat(lab.checksum(record.table().shadow()))
        .isEqualTo(lab.checksum(record.table().original()));
  }
}
