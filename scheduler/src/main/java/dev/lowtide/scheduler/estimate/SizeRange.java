package dev.lowtide.scheduler.estimate;

import dev.lowtide.scheduler.shrink.ByteSize;

/** A size that is not certain: nineteen times of twenty it lies between the outer two. */
public record SizeRange(ByteSize low, ByteSize likely, ByteSize high) {}
