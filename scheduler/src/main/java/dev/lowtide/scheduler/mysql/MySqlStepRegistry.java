package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.StepRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Old tables that follow, in the registry at the target. Safe for any thread. */
public final class MySqlStepRegistry implements StepRegistry {

  private static final Logger log = LoggerFactory.getLogger(MySqlStepRegistry.class);

  private final Target target;

  public MySqlStepRegistry(Target target) {
    this.target = target;
  }

  @Override
  public void follows(long id, String fingerprint) {
    write(connection -> RegistryRow.follows(connection, id, fingerprint));
    log.info("copy={} its old table follows", id);
  }

  @Override
  public void outOfStep(long id, String why) {
    write(connection -> RegistryRow.outOfStep(connection, id, why));
    log.info("copy={} its old table does not follow any more: {}", id, why);
  }

  /**
   * The row first: a table of which no row knows, among the shadows, is removed by the janitor. So
   * whatever breaks off leaves nothing that somebody would have to look at.
   */
  @Override
  public void cameOff(CopyRecord copy, String why) {
    CopyTable table = copy.table();
    write(connection -> RegistryRow.cameOff(connection, copy.id(), why));
    write(
        connection -> {
          try (Statement statement = Target.statement(connection)) {
            statement.execute(
                "RENAME TABLE " + table.shadow().quoted() + " TO " + table.old().quoted());
          }
        });
    log.info("copy={} {} is kept, which was {}", copy.id(), table.old(), table.shadow());
  }

  /** A statement or two; each is a transaction of its own. */
  @FunctionalInterface
  private interface Work {
    void run(Connection connection) throws SQLException;
  }

  private void write(Work work) {
    target.ask(
        connection -> {
          work.run(connection);
          return true;
        });
  }
}
