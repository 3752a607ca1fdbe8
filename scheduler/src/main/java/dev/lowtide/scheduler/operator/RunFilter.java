package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which runs somebody wants to see; what is null does not matter.
 *
 * @param table a part of the name of the schema or of the table
 * @param requestedBy the whole name
 * @param from requested no earlier than this
 * @param to requested before this
 * @param before older than this one, to go on where a page ended
 */
public record RunFilter(
    @Nullable RunState state,
    @Nullable String table,
    @Nullable String requestedBy,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable RunId before) {

  public static final RunFilter ALL = new RunFilter(null, null, null, null, null, null);
}
