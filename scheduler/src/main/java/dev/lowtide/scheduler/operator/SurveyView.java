package dev.lowtide.scheduler.operator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How current what is known of tables is.
 *
 * @param measured tables that are known
 * @param due those that are to be measured again, or for the first time
 * @param atWork the table that is being measured; empty if none is
 * @param doneAt when nothing was due last; null if that was never so
 */
public record SurveyView(int measured, int due, String atWork, @Nullable Instant doneAt) {}
