package dev.lowtide.scheduler.quiet;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.TableOnServer;

/**
 * What a verdict on a table rests on.
 *
 * @param reach the names by which the proxy's sessions may touch it
 */
record TableSignals(LoadSnapshot load, Reach reach, TableOnServer server) {}
