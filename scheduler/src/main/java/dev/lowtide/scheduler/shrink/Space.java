package dev.lowtide.scheduler.shrink;

import org.jspecify.annotations.Nullable;

/**
 * Some space on disk, of whatever kind.
 *
 * @param subject as a plan for it is asked for, where there can be one
 * @param reclaimable bytes that can be given back; null if that is not known
 * @param about what it is, and why it is not known what can be given back
 * @param remedy what can be done, by a run or by a person
 */
public record Space(
    Subject subject,
    ByteSize fileSize,
    @Nullable ByteSize reclaimable,
    boolean canBePlanned,
    String about,
    String remedy) {}
