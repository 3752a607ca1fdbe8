package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyRegistry;
import dev.lowtide.scheduler.copy.KeptTables;
import dev.lowtide.scheduler.copy.ShadowTables;
import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.TimeText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Old tables that are kept: lists them, and has them dropped, at their time or when a person says
 * so. Safe for any thread but for {@link #run}, which is for the one that drops.
 */
final class OldTableDesk implements Reverts, Aftermath.Chore {

  /** How late an old table goes does not matter to anybody. */
  static final Duration EVERY = Duration.ofSeconds(5);

  /** Files that are given back have a rest of a tick at least between their steps. */
  private static final Duration NEXT_STEP = Duration.ZERO;

  /** Dropping takes a moment; but somebody may lock all tables, or a chore be in its middle. */
  private static final Duration DROPPED_WITHIN = Duration.ofSeconds(30);

  private final CopyRegistry registry;
  private final ShadowTables tables;
  private final KeptTables kept;
  private final InStep inStep;
  private final Owners owners;
  private final Duration keepFor;
  private final Predicate<Runnable> alone;
  private final Executor executor;

  /**
   * @param alone does something while nobody else drops old tables; false if somebody does
   * @param executor has the one thread that drops
   */
  OldTableDesk(
      CopyRegistry registry,
      ShadowTables tables,
      KeptTables kept,
      InStep inStep,
      Owners owners,
      Duration keepFor,
      Predicate<Runnable> alone,
      Executor executor) {
    this.registry = registry;
    this.tables = tables;
    this.kept = kept;
    this.inStep = inStep;
    this.owners = owners;
    this.keepFor = keepFor;
    this.alone = alone;
    this.executor = executor;
  }

  @Override
  public List<OldTableView> kept() {
    return registry.all().stream()
        .filter(OldTableDesk::isKept)
        .filter(copy -> tables.exists(copy.table().old()))
        .flatMap(copy -> owners.run(copy).map(run -> view(run, copy)).stream())
        .toList();
  }

  /** One that is about to be put back is kept until that is done. */
  private static boolean isKept(CopyRecord copy) {
    return copy.phase() == CopyPhase.KEPT || copy.kept().since() != null;
  }

  private OldTableView view(RunId run, CopyRecord copy) {
    return new OldTableView(
        run,
        copy.table().original(),
        copy.table().old(),
        new ByteSize(tables.bytes(copy.table().old())),
        copy.keptSince().plus(keepFor),
        inStep.whyNot(copy));
  }

  /** What comes of it stands in the run's history, and in the audit trail. */
  @Override
  public void revert(RunId run, String by) {
    boolean isBegun =
        copy(run)
            .filter(copy -> inStep.whyNot(copy).isEmpty() && inStep.revert(copy, by))
            .isPresent();
    if (!isBegun) {
      throw refused("the old table of run " + run + " does not follow any more");
    }
  }

  /** One thing that is due. */
  @Override
  public Duration run() {
    if (!kept.isAnythingDue()) {
      return EVERY;
    }
    AtomicReference<@Nullable String> done = new AtomicReference<>();
    boolean isAlone = alone.test(() -> done.set(kept.step().orElse(null)));
    return isAlone && done.get() != null ? NEXT_STEP : EVERY;
  }

  @Override
  public void drop(RunId run, String by) {
    if (inStep.isReverting()) {
      throw refused("an old table is being put back (expected: that is over)");
    }
    CompletableFuture<Optional<String>> dropping =
        CompletableFuture.supplyAsync(() -> dropNow(run), executor);
    try {
      if (dropping.get(DROPPED_WITHIN.toSeconds(), TimeUnit.SECONDS).isEmpty()) {
        throw refused("run " + run + " keeps no old table whose place another has taken");
      }
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      throw new OperatorException(
          Kind.UNAVAILABLE,
          "the old table of run "
              + run
              + " was not dropped within "
              + TimeText.of(DROPPED_WITHIN)
              + " yet");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException(Kind.UNAVAILABLE, "interrupted");
    }
  }

  private Optional<CopyRecord> copy(RunId run) {
    return registry.all().stream()
        .filter(each -> owners.run(each).filter(run::equals).isPresent())
        .findFirst();
  }

  private Optional<String> dropNow(RunId run) {
    Optional<CopyRecord> copy = copy(run);
    AtomicReference<@Nullable String> done = new AtomicReference<>();
    boolean isAlone =
        alone.test(() -> done.set(copy.flatMap(found -> kept.dropNow(found.id())).orElse(null)));
    if (!isAlone) {
      throw refused("another Lowtide is dropping old tables (expected: nobody)");
    }
    return Optional.ofNullable(done.get());
  }

  private static RuntimeException failure(ExecutionException e) {
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }

  private static OperatorException refused(String why) {
    return new OperatorException(Kind.REFUSED, why);
  }
}
