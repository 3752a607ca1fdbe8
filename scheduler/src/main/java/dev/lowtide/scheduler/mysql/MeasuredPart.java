package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.shrink.ByteSize;

/**
 * A table, or one of its partitions, measured by SQL.
 *
 * @param rows found or estimated
 * @param rowsError two standard errors, as a share of the rows
 * @param isCounted whether all rows were counted
 * @param packed what remains of a byte of rows in compressed pages; 1 where they are not
 * @param unpurged entries that are marked as deleted, as a share of the rows
 */
record MeasuredPart(
    DataFile file,
    double rows,
    double rowsError,
    boolean isCounted,
    RowSample sample,
    int sampled,
    double packed,
    double unpurged,
    ByteSize read) {}
