package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run as a row of its table. */
final class RunRow {

  private RunRow() {}

  static ShrinkRun read(ResultSet row) throws SQLException {
    return new ShrinkRun(
        new RunId(row.getLong("id")),
        Documents.read(row.getString("plan"), ShrinkPlan.class),
        RunState.valueOf(row.getString("state")),
        row.getString("requested_by"),
        Instant.ofEpochMilli(row.getLong("requested_at")),
        approval(row),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("not_before")),
        row.getString("reason"),
        Instant.ofEpochMilli(row.getLong("changed_at")),
        Documents.read(row.getString("waits"), WaitsCaused.class),
        row.getBoolean("is_acknowledged"));
  }

  private static @Nullable Approval approval(ResultSet row) throws SQLException {
    String by = row.getString("approved_by");
    return by == null
        ? null
        : new Approval(
            by,
            Instant.ofEpochMilli(row.getLong("approved_at")),
            row.getBoolean("is_automatic"),
            new PlanHash(row.getString("approved_hash")));
  }
}
