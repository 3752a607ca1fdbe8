package dev.lowtide.scheduler.shrink;

import java.time.Duration;

/**
 * What a shrink would give back and take, before it is tried.
 *
 * @param reclaimable bytes given back to the file system
 * @param temporaryDisk bytes needed besides the old file while both exist
 * @param cutOver how long the table is locked at the end
 * @param basis what it rests on, in words
 */
public record Estimate(
    ByteSize reclaimable, ByteSize temporaryDisk, Duration cutOver, String basis) {}
