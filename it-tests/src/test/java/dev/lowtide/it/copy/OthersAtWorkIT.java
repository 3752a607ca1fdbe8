package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopySession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether somebody is in the middle of a statement, as the session that copies sees it. */
class OthersAtWorkIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private EngineLab lab;
  private CopyRecord record;

  @BeforeEach
  void open() throws Exception {
    lab = new EngineLab();
    record = lab.make(KeyKind.NEGATIVE_INT);
  }

  @AfterEach
  void close() throws Exception {
    threads.shutdownNow();
    lab.close();
  }

  @Test
  void aStatementIsSeenAsLongAsItLasts() throws Exception {
    try (CopySession session = lab.session(record);
        Connection other = EngineLab.connect();
        Statement statement = other.createStatement()) {
      String id = Lab.ask(other, "SELECT CONNECTION_ID()");
      await().atMost(SOON).until(() -> !session.areOthersAtWork());

      threads.execute(() -> sleep(statement));

      await().atMost(SOON).until(session::areOthersAtWork);
      assertThat(session.areOthersAtWork()).isTrue();
      Lab.execute(lab.connection, "KILL QUERY " + id);
      await().atMost(SOON).until(() -> !session.areOthersAtWork());
    }
  }

  private static void sleep(Statement statement) {
    try {
      statement.execute("DO SLEEP(60)");
    } catch (SQLException e) {
      // That is how a server says that the statement was ended.
    }
  }

  @Test
  void whoeverHasOnlyATransactionOpenIsNotAtWork() throws Exception {
    try (CopySession session = lab.session(record);
        Connection other = EngineLab.connect()) {
      Lab.execute(other, "XA START 'open'", "UPDATE copy_engine.t SET v = 'x' WHERE n = 2");

      await().atMost(SOON).until(() -> !session.areOthersAtWork());

      Lab.execute(other, "XA END 'open'", "XA PREPARE 'open'");
      assertThat(session.preparedXa()).hasSize(1);
      Lab.execute(other, "XA ROLLBACK 'open'");
    }
  }
}
