package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.execute.Pace;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a shadow the indexes that it lacks. Confined to one thread, but for {@link #abort}.
 *
 * <p>In place, from the sorted rows: faster, and the indexes come out dense. LOCK=SHARED, so that
 * what must not happen meanwhile, a write to the shadow, cannot.
 */
final class KeyBuilding {

  /**
   * One core for us, and the others for clients. From 8.0.27 on the server would take four threads
   * to read a table and four to sort: on two cores that is done in 9 s instead of 15.
   */
  static final Map<String, String> GENTLY =
      Map.of("innodb_ddl_threads", "1", "innodb_parallel_read_threads", "1");

  private static final Logger log = LoggerFactory.getLogger(KeyBuilding.class);

  private final Target target;
  private final DefinitionSession session;
  private final CopyTable table;
  private volatile boolean isAborted;

  KeyBuilding(Target target, DefinitionSession session, CopyTable table) {
    this.target = target;
    this.session = session;
    this.table = table;
  }

  void build(Pace pace, Duration purgeWaitMax)
      throws SQLException, InterruptedException, CopyStoppedException {
    try {
      addMissing(pace, purgeWaitMax);
    } catch (SQLException e) {
      throwIfAborted();
      throw e;
    }
    List<String> differences = ShadowDefinition.texts(session, table);
    if (!differences.isEmpty()) {
      throw lost(differences.get(0));
    }
  }

  /** By any thread, and again as long as it has not ended. What was built before is kept. */
  void abort() {
    if (!isAborted) {
      log.info("shadow {}: the building of indexes is ended", table.shadow());
    }
    isAborted = true;
    target.kill("QUERY", session.threadId());
  }

  private void addMissing(Pace pace, Duration purgeWaitMax)
      throws SQLException, InterruptedException, CopyStoppedException {
    List<String> additions = missing().additionsTo(table.shadow());
    if (!additions.isEmpty()) {
      new PurgeWait(pace, purgeWaitMax, this::throwIfAborted)
          .await(session.connection(), table.original());
      // Names in the statement that are like the original's are not, for whoever reads the log.
      session.execute("USE " + TableName.quoted(table.shadow().schema()));
      for (String addition : additions) {
        throwIfAborted();
        log.info("thread={} sends: {}", session.threadId(), addition);
        session.executeLong(addition);
      }
    }
  }

  private MissingKeys missing() throws SQLException, CopyStoppedException {
    String original = ShadowDefinition.wanted(session, table);
    String shadow = session.show(table.shadow()).text();
    return MissingKeys.of(
            original, shadow, ShadowDefinition.missingKeys(session.connection(), table))
        .orElseThrow(() -> lost(ShadowDefinition.texts(original, shadow)));
  }

  private void throwIfAborted() throws CopyStoppedException {
    if (isAborted) {
      throw aborted();
    }
  }

  private CopyStoppedException aborted() {
    return new CopyStoppedException(
        Fate.RESUMABLE,
        AbortReason.ASKED,
        "the building of indexes on " + table.shadow() + " was ended");
  }

  private CopyStoppedException lost(String difference) {
    return new CopyStoppedException(
        Fate.LOST,
        AbortReason.SERVER_REFUSED,
        "table " + table.original() + " and its copy are not defined alike: " + difference);
  }
}
