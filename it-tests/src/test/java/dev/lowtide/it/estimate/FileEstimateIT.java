package dev.lowtide.it.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.LowtideProcess;
import dev.lowtide.it.harness.LowtideProcess.Result;
import dev.lowtide.scheduler.estimate.IndexSpace;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.RebuildModel;
import dev.lowtide.scheduler.estimate.RebuiltBy;
import dev.lowtide.scheduler.estimate.SizeRange;
import dev.lowtide.scheduler.innodb.IndexScan;
import dev.lowtide.scheduler.innodb.ScanLimits;
import dev.lowtide.scheduler.innodb.ScanOutcome;
import dev.lowtide.scheduler.innodb.ScanOutcome.Scanned;
import dev.lowtide.scheduler.innodb.ScanOutcome.Unscanned;
import dev.lowtide.scheduler.innodb.SpaceScanner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundled server's files: what is read of them, and what becomes of them. */
class FileEstimateIT {

  private static final String ROWS = "n, REPEAT(MD5(n), 1 + n % 3), CRC32(n)";

  private static RealFiles real;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    real = new RealFiles();
  }

  @AfterAll
  static void stop() throws SQLException {
    real.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "scattered | v VARCHAR(100), k INT UNSIGNED, KEY k (k) | | n, REPEAT(MD5(n), 1 + n % 3),"
            + " CRC32(n) | 90000 | DELETE FROM t WHERE CRC32(id) % 2 = 0 | k",
        "ranged | v VARCHAR(100), k INT UNSIGNED, KEY k (k) | | n, REPEAT(MD5(n), 1 + n % 3),"
            + " CRC32(n) | 90000 | DELETE FROM t WHERE id < 50000 | k",
        "shrunk rows | v VARCHAR(400), k INT UNSIGNED, KEY k (k) | | n, REPEAT(MD5(n), 8), CRC32(n)"
            + " | 50000 | UPDATE t SET v = LEFT(v, 20) | k",
        "two rows a page | v VARBINARY(7000), k INT UNSIGNED, KEY k (k) | | n, REPEAT('x', 6000),"
            + " CRC32(n) | 4000 | DELETE FROM t WHERE CRC32(id) % 3 = 0 | k",
        "long values | v LONGBLOB, k INT UNSIGNED, KEY k (k) | | n, REPEAT(MD5(n), IF(n % 4 = 0,"
            + " 3000, 200)), n | 1200 | DELETE FROM t WHERE CRC32(id) % 2 = 0 | k",
        "random inserts | v VARCHAR(100), k INT UNSIGNED, KEY k (k) | | CRC32(n) % 1000000007,"
            + " MD5(n), n | 90000 | DO 1 | k",
        "redundant | v VARCHAR(100), k INT UNSIGNED, KEY k (k) | ROW_FORMAT=REDUNDANT | n, MD5(n),"
            + " CRC32(n) | 90000 | DELETE FROM t WHERE CRC32(id) % 2 = 0 | k",
        "compressed | v VARCHAR(300), k INT UNSIGNED, KEY k (k) | ROW_FORMAT=COMPRESSED"
            + " KEY_BLOCK_SIZE=8 | n, CONCAT(REPEAT(MD5(n), 2), REPEAT('abc', 40)), CRC32(n) |"
            + " 90000 | DELETE FROM t WHERE CRC32(id) % 2 = 0 | k",
        "partitioned | v VARCHAR(100), k INT UNSIGNED, KEY k (k) | PARTITION BY HASH (id)"
            + " PARTITIONS 3 | n, REPEAT(MD5(n), 1 + n % 3), CRC32(n) | 90000 | DELETE FROM t WHERE"
            + " CRC32(id) % 2 = 0 | k",
        "no keys | v INT | | n, n | 90000 | DELETE FROM t WHERE CRC32(id) % 3 = 0 |",
      })
  void theFileAfterARebuildIsForetoldWithinFivePercentOfItsSize(
      String name, String columns, String options, String row, int rows, String damage, String keys)
      throws Exception {
    make(columns, options == null ? "" : options, row, rows);
    real.run(damage);
    real.settle("t");
    long before = real.bytesOf("t");
    Measurement measured = real.measured("t");

    SizeRange foretold = RebuildModel.after(measured, RebuiltBy.SHADOW_COPY);
    real.rebuild("t", "t2", keys == null ? "" : keys);

    long after = real.bytesOf("t2");
    assertThat(Math.abs(foretold.likely().bytes() - after))
        .as("%s: %d before, %s foretold, %d after", name, before, foretold, after)
        .isLessThanOrEqualTo(before / 20);
    assertThat(measured.fileSize().bytes()).isEqualTo(before);
  }

  @Test
  void entriesAreThoseOfTheTableInEveryIndex() throws Exception {
    make(
        "v VARCHAR(100), k INT UNSIGNED, KEY k (k)",
        "PARTITION BY HASH (id) PARTITIONS 2",
        ROWS,
        20_000);
    real.settle("t");

    Measurement measured = real.measured("t");

    assertThat(measured.indexes()).extracting(IndexSpace::isClustered).containsExactly(true, false);
    assertThat(measured.indexes()).extracting(IndexSpace::entries).containsOnly(20_000L);
    assertThat(measured.parts()).hasSize(2);
    assertThat(measured.error()).isZero();
  }

  @Test
  void rowsThatAnOldReadViewKeepsAreMarkedAndNotAlive() throws Exception {
    make("v VARCHAR(100), k INT UNSIGNED, KEY k (k)", "", ROWS, 20_000);
    try (var view = real.server.connect();
        var statement = view.createStatement()) {
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
      real.run("DELETE FROM t WHERE id <= 5000");
      real.settle("t");

      Measurement measured = real.measured("t");

      assertThat(measured.indexes()).extracting(IndexSpace::name).containsExactly("PRIMARY", "k");
      assertThat(measured.indexes()).extracting(IndexSpace::entries).containsOnly(15_000L);
      assertThat(measured.unpurged().bytes()).isBetween(5_000 * 80L, 5_000 * 160L);
    }
  }

  @Test
  void theServersOtherTablespacesAreReadOrNamed() {
    Path data = real.server.dataDirectory();

    assertThat(reason(data.resolve("ibdata1"))).contains("it is the system tablespace");
    assertThat(reason(data.resolve("undo_001"))).contains("it is an undo tablespace");
    assertThat(reason(data.resolve("ibtmp1"))).contains("it is the temporary tablespace");
    assertThat(reason(data)).contains("not a regular file");
    ScanOutcome dictionary = new SpaceScanner(ScanLimits.DEFAULT).scan(data.resolve("mysql.ibd"));
    assertThat(dictionary).isInstanceOf(Scanned.class);
    assertThat(((Scanned) dictionary).scan().isShared()).isTrue();
  }

  @Test
  void whateverIsFlippedInARealFileThereIsAReasonOrANumberThatFits() throws Exception {
    make("v LONGBLOB, k INT UNSIGNED, KEY k (k)", "", "n, REPEAT(MD5(n), n % 600), CRC32(n)", 300);
    real.settle("t");
    byte[] sound = Files.readAllBytes(real.filesOf("t").get(0));
    Random random = new Random(6);
    for (int round = 0; round < 200; round++) {
      byte[] bytes = sound.clone();
      for (int flip = random.nextInt(30); flip >= 0; flip--) {
        bytes[random.nextInt(random.nextBoolean() ? 16_384 : bytes.length)] ^=
            (byte) (1 << random.nextInt(8));
      }
      Path file = Files.write(folder.resolve("flipped.ibd"), bytes);
      if (new SpaceScanner(ScanLimits.DEFAULT).scan(file) instanceof Scanned scanned) {
        assertThat(scanned.scan().indexes().stream().mapToDouble(IndexScan::entryBytes).sum())
            .isBetween(0.0, (double) bytes.length);
      }
    }
  }

  @Test
  void theCommandLineReadsAFileWithoutAServer() throws Exception {
    make("v VARCHAR(100), k INT UNSIGNED, KEY k (k)", "", ROWS, 20_000);
    real.settle("t");
    String file = real.filesOf("t").get(0).toString();

    Result text = LowtideProcess.run(folder, "scan", file);
    Result json = LowtideProcess.run(folder, "scan", file, "--json");
    Result none = LowtideProcess.run(folder, "scan", folder.resolve("none.ibd").toString());

    assertThat(text.out()).contains("after a rebuild", "INDEX", "20000");
    assertThat(text.exitCode()).isZero();
    assertThat(json.out()).contains("\"entries\" : 20000", "\"likely\" : ");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err().lines()).hasSize(1).first().asString().endsWith("none.ibd: no such file");
  }

  private static void make(String columns, String options, String row, int rows)
      throws SQLException {
    real.run("DROP TABLE IF EXISTS t, t2");
    real.run("CREATE TABLE t (id INT UNSIGNED PRIMARY KEY, " + columns + ") " + options);
    real.run("INSERT IGNORE INTO t SELECT " + row + " FROM nums WHERE n <= " + rows);
  }

  private static String reason(Path file) {
    ScanOutcome outcome = new SpaceScanner(ScanLimits.DEFAULT).scan(file);
    assertThat(outcome).isInstanceOf(Unscanned.class);
    return ((Unscanned) outcome).reason();
  }
}
