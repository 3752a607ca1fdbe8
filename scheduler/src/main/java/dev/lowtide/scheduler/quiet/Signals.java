package dev.lowtide.scheduler.quiet;

import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ServerLoad;

/**
 * Everything a verdict rests on, seen at about one moment.
 *
 * @param serverAtNanos when the server said what it says here
 */
public record Signals(LoadSnapshot load, ServerLoad server, long serverAtNanos) {}
