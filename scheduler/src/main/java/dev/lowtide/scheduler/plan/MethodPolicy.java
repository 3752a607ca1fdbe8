package dev.lowtide.scheduler.plan;

import java.time.Duration;

/**
 * Which methods are at hand, and how long each may make a client wait.
 *
 * @param isCopyUsual whether tables are copied behind live traffic unless something else is asked
 *     for; if not, that method must be asked for by name
 * @param clientWaitMax of a rebuild under a hold
 * @param cutOverMax of a copy behind live traffic
 */
public record MethodPolicy(boolean isCopyUsual, Duration clientWaitMax, Duration cutOverMax) {}
