package dev.lowtide.scheduler.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes wait in memory, then on disk, then where they come from. */
class SpoolTest {

  private static final long DISK_BYTES = 200_000;

  @TempDir Path directory;

  @Test
  void whatWasPutIsTakenInItsOrder() throws Exception {
    Random random = new Random(3);
    try (Spool spool = spool(10_000)) {
      Set<RowKey> put = new LinkedHashSet<>();
      Set<RowKey> taken = new LinkedHashSet<>();
      long last = 0;
      for (int i = 1; i <= 2000; i++) {
        Batch batch = batch(i, 1 + random.nextInt(20));
        put.addAll(batch.keys());
        spool.put(batch);
        if (random.nextInt(3) == 0) {
          last = take(spool, taken, last);
        }
      }
      while (taken.size() < put.size()) {
        last = take(spool, taken, last);
      }

      assertThat(taken).containsExactlyElementsOf(put);
      assertThat(last).isEqualTo(2000);
      assertThat(spool.oldestSince()).isEmpty();
      assertThat(spool.bytesOnDisk()).isZero();
    }
    assertThat(directory).isEmptyDirectory();
  }

  private static long take(Spool spool, Set<RowKey> taken, long last) throws Exception {
    Batch batch = spool.pollNow();
    if (batch == null) {
      return last;
    }
    taken.addAll(batch.keys());
    long offset = batch.resumeAt() == null ? last : batch.resumeAt().offset();
    assertThat(offset).isGreaterThan(last);
    return offset;
  }

  @Test
  void whoBringsMoreThanThereIsRoomForWaits() throws Exception {
    try (Spool spool = spool(10_000)) {
      CompletableFuture<Void> bringing =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 1; i <= 100; i++) {
                  put(spool, batch(i, Batch.KEYS_MAX));
                }
              });
      Awaitility.await().until(spool::isFull);
      assertThat(spool.bytesOnDisk()).isBetween(DISK_BYTES, DISK_BYTES * 2);

      int keys = 0;
      while (keys < 100 * Batch.KEYS_MAX) {
        Batch batch = spool.poll(Duration.ofSeconds(10));
        keys += batch == null ? 0 : batch.keys().size();
      }

      bringing.join();
      assertThat(spool.isFull()).isFalse();
    }
  }

  @Test
  void whatCameBeforeTheEndIsTakenFirst() throws Exception {
    try (Spool spool = spool(10_000)) {
      spool.put(batch(1, 1));
      spool.end(FeedEnd.lost("over"));

      assertThat(spool.poll(Duration.ZERO)).isNotNull();
      assertThatThrownBy(() -> spool.poll(Duration.ofSeconds(10)))
          .isInstanceOf(CopyStoppedException.class)
          .hasMessage("over");
    }
  }

  @Test
  void smallTransactionsGrowTogetherAndKeepTheLastBoundary() throws Exception {
    try (Spool spool = spool(10_000)) {
      for (int i = 1; i <= 50_000; i++) {
        spool.put(batch(i, 0));
      }

      assertThat(spool.pollNow()).isEqualTo(new Batch(Set.of(), at(50_000), 50_000, 1));
    }
  }

  @Test
  void aFolderThatADeadProcessLeftIsRemovedAndThatOfALivingOneIsNot() throws Exception {
    Path dead = Files.createDirectory(directory.resolve("feed-dead"));
    Files.createFile(dead.resolve("lock"));
    Files.createFile(dead.resolve("0.spool"));
    try (SpoolFolder living = SpoolFolder.open(directory)) {
      SpoolFolder.removeLeftovers(directory);

      assertThat(dead).doesNotExist();
      assertThat(living.file("lock")).exists();
    }
  }

  private Spool spool(long memoryBytes) {
    return new Spool(new SpoolFiles(directory, DISK_BYTES), memoryBytes);
  }

  private static void put(Spool spool, Batch batch) {
    try {
      spool.put(batch);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Batch batch(int number, int keys) {
    Set<RowKey> set = new LinkedHashSet<>();
    for (int i = 0; i < keys; i++) {
      set.add(RowKey.of("" + number, "" + i));
    }
    return new Batch(set, at(number), number, number);
  }

  private static BinlogPosition at(long offset) {
    return new BinlogPosition("binlog.000001", offset);
  }
}
