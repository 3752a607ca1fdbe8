package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyRegistry;
import dev.lowtide.scheduler.copy.OldTables;
import dev.lowtide.scheduler.execute.CopyTools;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.mysql.Leftover;
import dev.lowtide.scheduler.mysql.MySqlJanitor;
import dev.lowtide.scheduler.mysql.MySqlServerLease;
import dev.lowtide.scheduler.mysql.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What copies have left at a target. */
final class TargetLeavings implements Leavings {

  private static final Logger log = LoggerFactory.getLogger(TargetLeavings.class);

  /**
   * A copy at work writes to its row all the time, and one that was stopped is tried again within
   * minutes. Should another Lowtide be alive after all, its copy begins anew.
   */
  private static final Duration ANOTHERS_SILENCE_MAX = Duration.ofHours(1);

  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(10);

  private final Target target;
  private final CopyRegistry registry;
  private final MySqlJanitor janitor;
  private final OldTables clock;
  private final CopyTools copies;
  private final Owners owners;
  private final Journal journal;

  /**
   * @param clock tells the time at the server
   */
  TargetLeavings(
      Target target,
      CopyRegistry registry,
      MySqlJanitor janitor,
      OldTables clock,
      CopyTools copies,
      Owners owners,
      Journal journal) {
    this.target = target;
    this.registry = registry;
    this.janitor = janitor;
    this.clock = clock;
    this.copies = copies;
    this.owners = owners;
    this.journal = journal;
  }

  /** Those of others are not settled: their runs may wait for the answer. */
  @Override
  public void settle() throws InterruptedException {
    for (CopyRecord copy : registry.all()) {
      if (copy.phase() == CopyPhase.SWAPPING && owners.isOurs(copy) && !owners.isOpen(copy)) {
        settle(copy);
      }
    }
  }

  private void settle(CopyRecord copy) throws InterruptedException {
    long session = owners.run(copy).map(journal::threadId).orElse(0L);
    String text = copies.swapServer(copy.table(), copy.id()).settle(session, SETTLED_WITHIN).text();
    log.info("copy={} of {} is settled: {}", copy.id(), copy.owner(), text);
    owners
        .run(copy)
        .flatMap(journal::run)
        .ifPresent(run -> journal.note(run.id(), run.state(), text, clock.now()));
  }

  @Override
  public List<Leftover> look() {
    Instant now = clock.now();
    return janitor.look(copy -> isAlive(copy, now));
  }

  private boolean isAlive(CopyRecord copy, Instant now) {
    return owners.isOurs(copy)
        ? owners.isOpen(copy)
        : copy.changedAt().plus(ANOTHERS_SILENCE_MAX).isAfter(now);
  }

  @Override
  public void remove(Leftover leftover) {
    janitor.remove(leftover);
  }

  @Override
  public boolean alone(Work work) throws InterruptedException {
    return MySqlServerLease.use(MySqlServerLease.take(target), work::run);
  }
}
