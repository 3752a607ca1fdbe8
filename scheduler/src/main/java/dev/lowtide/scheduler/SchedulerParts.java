package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionSource;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.SessionControl;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.ledger.Bodies;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What the scheduler is given.
 *
 * @param target where tables are shrunk
 * @param bodies what reads the bodies of the target's routines and triggers
 * @param store which of all Lowtides this is
 * @param spoolDirectory where changes wait that a copy cannot apply yet
 * @param relayed what the proxy has relayed
 */
public record SchedulerParts(
    SchedulerConfig config,
    Target target,
    TargetConfig targetConfig,
    Journal journal,
    ActivityFeed feed,
    SessionSource sessions,
    SessionControl control,
    HoldDesk holds,
    Bodies bodies,
    String store,
    Path spoolDirectory,
    LoadRetention loadRetention,
    RelayedBytes relayed,
    Clock clock,
    NanoClock nanoClock) {}
