package dev.lowtide.scheduler.innodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.innodb.ScanOutcome.Scanned;
import dev.lowtide.scheduler.innodb.ScanOutcome.Unscanned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is not a tablespace with tables, or is a damaged one, gives a reason. */
class ForeignFilesTest {

  @TempDir Path folder;

  @Test
  void whatIsNotAFileIsNotOpened() {
    assertThat(reason(folder)).endsWith(": not a regular file");
    assertThat(reason(folder.resolve("nothing"))).endsWith(": no such file");
  }

  @Test
  @Timeout(10)
  void aPipeIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
    assertThat(made.waitFor(5, TimeUnit.SECONDS)).as("mkfifo, of coreutils").isTrue();

    assertThat(reason(pipe)).endsWith(": not a regular file");
  }

  @Test
  void textIsNoTablespace() throws IOException {
    byte[] text = "CREATE TABLE t (id INT);\n".repeat(2000).getBytes(StandardCharsets.UTF_8);

    assertThat(reason(text)).contains("first page: type ").contains("(expected: type 8");
    assertThat(reason(new byte[0])).endsWith(": 0 bytes (expected: a tablespace)");
    assertThat(reason(new byte[16384 * 4])).contains("first page: type 0");
  }

  @Test
  void otherKindsOfTablespacesAreNamed() throws IOException {
    assertThat(reason(withId(0)))
        .endsWith("it is the system tablespace (expected: tables of their own)");
    assertThat(reason(withId(0xFFFFFFEF)))
        .endsWith("it is an undo tablespace (expected: one with tables)");
    assertThat(reason(withId(0xFFFFFFFD)))
        .endsWith("it is the temporary tablespace (expected: one with tables)");
  }

  private static byte[] withId(int id) {
    return new TestSpace(16384, 2).set32(34, id).set32(38, id).bytes();
  }

  @Test
  void encryptedAndPageCompressedFilesAreNamed() throws IOException {
    TestSpace compressed = new TestSpace(16384, 2).leaf(1, 3, 0, 5, 100);
    compressed.set16(compressed.at(1, 0) + PageType.AT, 14);

    assertThat(reason(new TestSpace(16384, 2).flag(13).bytes()))
        .endsWith("its pages are encrypted: how full they are cannot be read from the file");
    assertThat(reason(compressed.bytes()))
        .contains("its pages are compressed by pages (COMPRESSION=)");
  }

  @Test
  void lengthsThatDoNotFitAreTold() throws IOException {
    byte[] whole = new TestSpace(16384, 2).bytes();

    assertThat(reason(Arrays.copyOf(whole, whole.length - 100)))
        .endsWith("2097052 bytes (expected: pages of 16384 bytes)");
    assertThat(reason(Arrays.copyOf(whole, whole.length - 16384)))
        .endsWith("127 pages (expected: 128): it was cut off");
    assertThat(reason(new TestSpace(16384, 2).set32(50, 100_000).bytes()))
        .endsWith("used up to page 100000 of 128 (expected: not an extent beyond its end)");
    assertThat(reason(new TestSpace(16384, 2).set32(54, 0xffff).bytes()))
        .contains("flags of the tablespace: 0xffff");
  }

  @Test
  void damagedDescriptorsAreTold() throws IOException {
    byte[] bytes = new TestSpace(16384, 2).bytes();
    bytes[160] ^= 1;

    assertThat(reason(bytes)).contains("descriptors of extents, page 0: damaged");
    assertThat(reason(new TestSpace(16384, 2).set32(150 + 20, 9).bytes()))
        .endsWith("state of the extent at page 0: 9 (expected: 0 to 5)");
  }

  /** Checksums are off, so that what is damaged is believed as far as it can be. */
  @Test
  void whateverIsFlippedTheNumbersFitIntoTheFileOrThereIsAReason() throws IOException {
    byte[] sound = busySpace().bytes();
    Random random = new Random(20);
    int believed = 0;
    for (int round = 0; round < 1500; round++) {
      byte[] bytes = sound.clone();
      for (int flip = random.nextInt(40); flip >= 0; flip--) {
        bytes[place(random, bytes.length)] = (byte) random.nextInt();
      }
      if (scan(bytes) instanceof Scanned scanned) {
        mustFit(scanned.scan(), bytes.length);
        believed++;
      }
    }
    assertThat(believed).as("damaged files that gave numbers").isBetween(200, 1400);
  }

  private static TestSpace busySpace() {
    TestSpace space = new TestSpace(4096, 2).withoutChecksums();
    for (int i = 0; i < 100; i++) {
      space.leaf(1, 3, i, 5, 100, -200, 300, 50);
    }
    return space.longValue(1, 3, 101).leaf(0, 0, 4, 6, 40, 40);
  }

  /** Half of the damage goes to the first page, or to the head of another. */
  private static int place(Random random, int length) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(600);
      case 1 -> (256 + random.nextInt(100)) * 4096 + 24 + random.nextInt(150);
      default -> random.nextInt(length);
    };
  }

  private static void mustFit(SpaceScan scan, int length) {
    for (IndexScan index : scan.indexes()) {
      assertThat(index.entryBytes()).isBetween(0.0, (double) length);
      assertThat(index.entries()).isBetween(0.0, (double) length);
      assertThat(index.garbage()).isBetween(0.0, (double) length);
    }
    double pages =
        scan.indexes().stream()
            .mapToDouble(i -> i.leafPages() + i.nodePages() + i.longPages())
            .sum();
    assertThat(pages * scan.pageSize()).isBetween(0.0, (double) length);
    assertThat((scan.freePages() + scan.reservedPages()) * scan.pageSize())
        .isBetween(0L, (long) length);
  }

  private String reason(byte[] bytes) throws IOException {
    return reason(Files.write(folder.resolve("t.ibd"), bytes));
  }

  private static String reason(Path file) {
    ScanOutcome outcome = new SpaceScanner(ScanLimits.DEFAULT).scan(file);
    assertThat(outcome).isInstanceOf(Unscanned.class);
    return ((Unscanned) outcome).reason();
  }

  private ScanOutcome scan(byte[] bytes) throws IOException {
    return new SpaceScanner(ScanLimits.DEFAULT).scan(Files.write(folder.resolve("t.ibd"), bytes));
  }
}
