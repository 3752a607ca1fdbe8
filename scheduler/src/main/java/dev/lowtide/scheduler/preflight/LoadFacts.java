package dev.lowtide.scheduler.preflight;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the server has to bear already.
 *
 * @param connections open now
 * @param historyLength undo logs that purge has yet to work off, if the server counts them
 * @param checkpointAgePercent of the redo log's capacity, if the server tells
 * @param isRedoLogEnabled false after ALTER INSTANCE DISABLE INNODB REDO_LOG
 */
public record LoadFacts(
    int connections,
    OptionalLong historyLength,
    OptionalDouble checkpointAgePercent,
    boolean isRedoLogEnabled) {}
