package dev.lowtide.it.scenarios;

import dev.lowtide.it.harness.RunningLowtide;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Figures of a real server that grow beyond small limits, are seen, and fall again. */
class QuietFiguresIT {

  private static final String HISTORY = "history list length";
  private static final String CHECKPOINT_AGE = "checkpoint age, of the redo log";

  /** Idle servers have a few tens of undo logs. */
  private static final String SETTINGS =
      "quiet: { quietFor: 0s, historyLengthMax: 400, checkpointAgePercentMax: 10,"
          + " openTransactionsMax: 2 }";

  private RunningLowtide lowtide;
  private QuietGate gate;
  private Connection writer;

  @BeforeEach
  void start() throws Exception {
    writer = Lab.direct();
    Lab.execute(
        writer,
        "DROP TABLE IF EXISTS figures",
        "CREATE TABLE figures (id INT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(1000))",
        "INSERT INTO figures (text) VALUES (REPEAT('x', 1000))");
    lowtide = RunningLowtide.start(Lab.server(), SETTINGS);
    gate = new QuietGate(lowtide);
    gate.awaitQuiet();
  }

  @AfterEach
  void stop() throws Exception {
    lowtide.close();
    Lab.execute(writer, "DROP TABLE figures");
    writer.close();
  }

  @Test
  void aLongHistoryBehindAReadView() throws Exception {
    try (Connection reader = Lab.direct();
        Statement update = writer.createStatement()) {
      Lab.execute(reader, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
      for (int i = 0; i < 1000; i++) {
        update.executeUpdate("UPDATE figures SET text = REPEAT('" + i % 10 + "', 10)");
      }
      gate.awaitBusy(HISTORY, "1");
    }
    // Purged it is soon; by default it is taken off the list at each 128th batch only.
    try (Connection root = Lab.server().connect()) {
      Lab.execute(root, "SET GLOBAL innodb_purge_rseg_truncate_frequency = 1");
      try {
        gate.awaitQuietWhile(
            () -> Lab.execute(writer, "UPDATE figures SET text = CONCAT('y', RAND())"));
      } finally {
        Lab.execute(root, "SET GLOBAL innodb_purge_rseg_truncate_frequency = DEFAULT");
      }
    }
  }

  @Test
  void redoThatIsNotYetCheckPointed() throws Exception {
    for (int i = 0; i < 14; i++) {
      Lab.execute(writer, "INSERT INTO figures (text) SELECT text FROM figures");
    }

    gate.awaitBusy(CHECKPOINT_AGE, " %");
    gate.awaitQuiet();
  }

  @Test
  void moreTransactionsThanAreQuiet() throws Exception {
    try (Connection one = Lab.direct();
        Connection two = Lab.direct();
        Connection three = Lab.through(lowtide)) {
      Lab.execute(one, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
      Lab.execute(two, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
      Lab.execute(three, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
      try (Connection four = Lab.direct()) {
        Lab.execute(four, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
        gate.awaitBusy("open transactions", "4");
      }
    }
    gate.awaitQuiet();
  }
}
