/**
 * The front door: reads the configuration, makes proxy, scheduler and console, and the command
 * line.
 *
 * <p>In: a configuration file, or a command. Out: a running Lowtide, or an answer and an exit code.
 * The only room that says {@code new} to all three modules.
 */
@NullMarked
package dev.lowtide.app;

import org.jspecify.annotations.NullMarked;
