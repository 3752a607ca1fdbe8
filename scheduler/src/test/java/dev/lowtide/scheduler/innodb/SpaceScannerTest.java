package dev.lowtide.scheduler.innodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lowtide.scheduler.innodb.ScanOutcome.Scanned;
import dev.lowtide.scheduler.innodb.ScanOutcome.Unscanned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceScannerTest {

  private static final int INDEX = 5;
  private static final long SEGMENT = 3;

  @TempDir Path folder;

  @Test
  void everyEntryOfAnIndexIsCounted() throws IOException {
    TestSpace space = new TestSpace(16384, 4).leaf(1, SEGMENT, 0, INDEX, 100, 50, 70);

    IndexScan index = only(scanned(space.leaf(1, SEGMENT, 1, INDEX, 30)));

    assertThat(index.id()).isEqualTo(INDEX);
    assertThat(index.leafPages()).isEqualTo(2);
    assertThat(index.entries()).isEqualTo(4);
    assertThat(index.entryBytes()).isEqualTo(250);
    assertThat(index.entryBytesError()).isZero();
    assertThat(index.widths()).contains(100, 50, 70, 30).hasSize(64);
  }

  @Test
  void freedPageKeepsWhatItHeldAndDoesNotCount() throws IOException {
    TestSpace space =
        new TestSpace(16384, 4)
            .leaf(1, SEGMENT, 0, INDEX, 100)
            .leaf(1, SEGMENT, 1, INDEX, 4000)
            .free(1, 1);

    SpaceScan scan = scanned(space);

    assertThat(only(scan).entryBytes()).isEqualTo(100);
    assertThat(scan.reservedPages()).isEqualTo(63);
    assertThat(scan.freePages()).isEqualTo(2 * 64);
  }

  @Test
  void entriesMarkedAsDeletedAreNotAlive() throws IOException {
    TestSpace space = new TestSpace(16384, 2).leaf(1, SEGMENT, 0, INDEX, 100, -100, -100, 100);

    IndexScan index = only(scanned(space));

    assertThat(index.entries()).isEqualTo(2);
    assertThat(index.marked()).isEqualTo(2);
    assertThat(index.entryBytes()).isEqualTo(200);
    assertThat(index.markedBytes()).isEqualTo(200);
  }

  @Test
  void holesBetweenEntriesAreGarbage() throws IOException {
    TestSpace space = new TestSpace(16384, 2).leaf(1, SEGMENT, 0, INDEX, 100, 100, 100);
    space.set16(space.at(1, 0) + 46, 80);

    IndexScan index = only(scanned(space));

    assertThat(index.entryBytes()).isEqualTo(220);
    assertThat(index.garbage()).isEqualTo(80);
  }

  @Test
  void longValuesBelongToTheIndexInWhoseSegmentTheyLie() throws IOException {
    TestSpace space =
        new TestSpace(16384, 4)
            .leaf(1, SEGMENT, 0, INDEX, 100)
            .leaf(2, 9, 0, 6, 100)
            .longValue(2, 9, 1)
            .longValue(2, 9, 2);

    SpaceScan scan = scanned(space);

    assertThat(scan.indexes()).extracting(IndexScan::longPages).containsExactly(0.0, 2.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 8192, 16384, 32768, 65536})
  void everySizeOfPageIsUnderstood(int pageSize) throws IOException {
    TestSpace space = new TestSpace(pageSize, 3);
    space.leaf(2, SEGMENT, space.extentPages - 1, INDEX, 100, 200);

    SpaceScan scan = scanned(space);

    assertThat(scan.pageSize()).isEqualTo(pageSize);
    assertThat(only(scan).entryBytes()).isEqualTo(300);
    assertThat(scan.freePages()).isEqualTo(space.extentPages);
  }

  @Test
  void aTornPageIsLeftOutAndThePagesBesideItStandForIt() throws IOException {
    TestSpace space = new TestSpace(16384, 2);
    for (int i = 0; i < 40; i++) {
      space.leaf(1, SEGMENT, i, INDEX, 100);
    }

    SpaceScan scan = scanned(damaged(space.bytes(), space.at(1, 7) + 200));

    assertThat(scan.tornPages()).isEqualTo(1);
    assertThat(only(scan).entryBytes()).isCloseTo(4000, within(1e-6));
  }

  @Test
  void aPageInUseThatWasNotYetWrittenIsTakenToBeLikeTheOthers() throws IOException {
    TestSpace space = new TestSpace(16384, 2);
    for (int i = 0; i < 9; i++) {
      space.leaf(1, SEGMENT, i, INDEX, 100);
    }
    space.use(1, SEGMENT, 9);
    byte[] bytes = space.bytes();
    Arrays.fill(bytes, space.at(1, 9), space.at(1, 10), (byte) 0);

    SpaceScan scan = scanned(bytes);

    assertThat(scan.unwrittenPages()).isEqualTo(1);
    assertThat(only(scan).entryBytes()).isCloseTo(1000, within(1e-6));
  }

  @Test
  void manyTornPagesAreAReasonAndNoNumber() throws IOException {
    TestSpace space = new TestSpace(16384, 2);
    space.leaf(1, SEGMENT, 0, INDEX, 100).leaf(1, SEGMENT, 1, INDEX, 100);

    assertThat(reason(damaged(space.bytes(), space.at(1, 0) + 200)))
        .endsWith("pages that do not fit together: 1 of 2 (expected: at most 5 in 100)");
  }

  @Test
  void aListOfEntriesThatNeverEndsIsNotFollowedForEver() throws IOException {
    TestSpace space = new TestSpace(16384, 2).leaf(1, SEGMENT, 0, INDEX, 100, 100, 100);
    /* The second entry's successor is itself. */
    space.set16(space.at(1, 0) + 120 + 100 + 5 - 2, 0x4000);

    assertThat(reason(space.bytes())).contains("pages that do not fit together");
  }

  @Test
  void aScanThatIsStoppedSaysSo() throws IOException {
    Path file = new TestSpace(16384, 2).in(folder);

    ScanOutcome outcome = new SpaceScanner(ScanLimits.DEFAULT).scan(file, () -> true);

    assertThat(outcome).isEqualTo(new Unscanned(file + ": the scan was stopped"));
  }

  private static byte[] damaged(byte[] bytes, int at) {
    bytes[at] ^= 0x55;
    return bytes;
  }

  private static IndexScan only(SpaceScan scan) {
    assertThat(scan.indexes()).hasSize(1);
    return scan.indexes().get(0);
  }

  private SpaceScan scanned(TestSpace space) throws IOException {
    return scanned(space.bytes());
  }

  private SpaceScan scanned(byte[] bytes) throws IOException {
    ScanOutcome outcome = scan(bytes);
    assertThat(outcome).isInstanceOf(Scanned.class);
    return ((Scanned) outcome).scan();
  }

  private String reason(byte[] bytes) throws IOException {
    ScanOutcome outcome = scan(bytes);
    assertThat(outcome).isInstanceOf(Unscanned.class);
    return ((Unscanned) outcome).reason();
  }

  private ScanOutcome scan(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("t.ibd"), bytes);
    return new SpaceScanner(ScanLimits.DEFAULT).scan(file);
  }
}
