package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The history of runs, in transactions of whoever makes it. */
final class RunSteps {

  private RunSteps() {}

  static List<RunStep> of(Handle handle, RunId run) {
    return handle
        .createQuery("SELECT * FROM run_step WHERE run_id = :run ORDER BY id")
        .bind("run", run.value())
        .map(
            (row, context) ->
                new RunStep(
                    Instant.ofEpochMilli(row.getLong("made_at")),
                    RunState.valueOf(row.getString("state")),
                    row.getString("text")))
        .list();
  }

  static void add(Handle handle, RunId run, Instant at, RunState state, String text) {
    handle
        .createUpdate(
            "INSERT INTO run_step (run_id, made_at, state, text) VALUES (:run, :at, :state, :text)")
        .bind("run", run.value())
        .bind("at", at.toEpochMilli())
        .bind("state", state.name())
        .bind("text", StoreText.of(text, StoreText.LONG))
        .execute();
  }
}
