package dev.lowtide.scheduler.shrink;

import dev.lowtide.proxy.activity.TableName;

/**
 * What a file-per-table table occupies on disk, all its partitions together.
 *
 * @param fileSize of its file or files
 * @param dataFree whole free extents as the server counts them; usually far less than a rebuild
 *     gives back
 * @param rowsEstimate as the server's statistics have it
 */
public record Tablespace(
    TableName table, ByteSize fileSize, ByteSize dataFree, long rowsEstimate) {}
