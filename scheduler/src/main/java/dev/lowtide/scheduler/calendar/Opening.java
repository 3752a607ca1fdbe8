package dev.lowtide.scheduler.calendar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether runs may be at work now.
 *
 * @param until when that changes; null if nothing says that it will
 * @param text why, in words
 */
public record Opening(boolean isOpen, @Nullable Instant until, String text) {}
