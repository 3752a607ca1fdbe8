package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyRegistry;
import dev.lowtide.scheduler.journal.StoreGoneException;
import dev.lowtide.scheduler.mysql.TargetException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has old tables follow the new ones for as long as they are kept, beside whatever run is at work.
 * Safe for any thread.
 */
final class InStep implements AutoCloseable {

  /**
   * Each has a replica's connection, a session, 16 MiB of changes in memory, and two threads. The
   * oldest come first; one that finds no room may begin later, while the log still has its changes.
   */
  static final int TABLES_MAX = 8;

  /** One question; from a cut-over on, all changes are in the log. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** An apply takes a fifth of a second, and a cut-over its budget. */
  private static final Duration END_AWAITED_MAX = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(InStep.class);

  private final boolean isWanted;
  private final CopyRegistry registry;
  private final Owners owners;
  private final FollowerParts parts;
  private final Map<Long, Follower> followers = new ConcurrentHashMap<>();

  /** Old tables that are being dropped, or are gone since the registry was looked at last. */
  private final Set<TableName> left = ConcurrentHashMap.newKeySet();

  private final ExecutorService threads;
  private final ScheduledExecutorService looks;
  private @Nullable ScheduledFuture<?> looking;
  private String lastFailure = "";

  /**
   * Nothing is begun yet.
   *
   * @param isWanted whether old tables are to follow
   */
  InStep(boolean isWanted, Owners owners, FollowerParts parts, ThreadFactory threads) {
    this.isWanted = isWanted;
    this.registry = parts.copies().registry();
    this.owners = owners;
    this.parts = parts;
    this.threads = Executors.newCachedThreadPool(threads);
    this.looks = Executors.newSingleThreadScheduledExecutor(threads);
  }

  void start() {
    if (isWanted) {
      looking =
          looks.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Why this old table cannot be put back; empty if it can. */
  String whyNot(CopyRecord copy) {
    Follower follower = followers.get(copy.id());
    if (!copy.kept().outOfStep().isEmpty()) {
      return copy.kept().outOfStep();
    }
    if (copy.table().isPartition()) {
      return "the old rows of a partition do not follow, and are not put back";
    }
    if (left.contains(copy.table().old())) {
      return "it is being dropped";
    }
    if (!isWanted) {
      return "it does not follow the new one (copy.keepInStep: false)";
    }
    if (follower == null) {
      return followers.size() < TABLES_MAX
          ? "it does not follow yet"
          : followers.size() + " other old tables follow already";
    }
    return follower.whyNot();
  }

  /** Has it put back; false if it does not follow, or that is being done. */
  boolean revert(CopyRecord copy, String by) {
    Follower follower = followers.get(copy.id());
    return follower != null && follower.revert(by);
  }

  /** Whether an old table is being put back: no run begins meanwhile, and nothing is dropped. */
  boolean isReverting() {
    return followers.values().stream().anyMatch(Follower::isReverting);
  }

  /** Breaks off what is being put back; the old tables follow on. */
  void stopReverts(String by) {
    followers.values().stream().filter(Follower::isReverting).forEach(each -> each.stopRevert(by));
  }

  /** Whether any old table follows, or tries to. */
  boolean isAtWork() {
    return !followers.isEmpty();
  }

  /** Lets go of an old table that is about to be dropped. */
  void leave(TableName old) {
    left.add(old);
    followers.values().stream().filter(each -> each.old().equals(old)).forEach(InStep::end);
  }

  /** One that was left, and is still there, may follow from the next look on. */
  void followAgain(TableName old) {
    left.remove(old);
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.cancel(false);
    }
    looks.shutdownNow();
    followers.values().forEach(Follower::stop);
    followers.values().forEach(InStep::end);
    threads.shutdownNow();
  }

  private void look() {
    try {
      List<CopyRecord> all = registry.all();
      left.retainAll(all.stream().map(copy -> copy.table().old()).toList());
      List<CopyRecord> copies = all.stream().filter(this::isToFollow).toList();
      letGo(copies);
      copies.stream()
          .filter(copy -> !followers.containsKey(copy.id()))
          .limit(Math.max(0, TABLES_MAX - followers.size()))
          .forEach(this::begin);
      lastFailure = "";
    } catch (TargetException | StoreGoneException e) {
      tellOnce(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // An exception that got out would end the looking without a word.
      log.error("old tables that follow cannot be looked after", e);
    }
  }

  private boolean isToFollow(CopyRecord copy) {
    return copy.phase() == CopyPhase.KEPT
        && !copy.table().isPartition()
        && copy.kept().outOfStep().isEmpty()
        && !left.contains(copy.table().old())
        && owners.isDoneWith(copy);
  }

  private void letGo(List<CopyRecord> copies) {
    List<Long> wanted = copies.stream().map(CopyRecord::id).toList();
    followers.forEach(
        (id, follower) -> {
          if (!wanted.contains(id) && !follower.isReverting()) {
            follower.stop();
          }
        });
    followers.values().removeIf(Follower::isOver);
  }

  private void begin(CopyRecord copy) {
    Follower follower = new Follower(copy, owners.run(copy).orElseThrow(), parts);
    followers.put(copy.id(), follower);
    log.info("copy={} {} follows {}", copy.id(), copy.table().old(), copy.table().original());
    threads.execute(follower);
  }

  private static void end(Follower follower) {
    follower.stop();
    try {
      if (!follower.awaitEnd(END_AWAITED_MAX)) {
        log.warn("an old table follows on after {}", END_AWAITED_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server that is away for hours is told of once. */
  private void tellOnce(String failure) {
    if (!failure.equals(lastFailure)) {
      log.warn("old tables that follow are looked after later: {}", failure);
    }
    lastFailure = failure;
  }
}
