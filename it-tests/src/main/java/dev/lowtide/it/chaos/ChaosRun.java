package dev.lowtide.it.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One table, its writers, one shrink, and what comes in between. */
final class ChaosRun {

  /** A run takes seconds; whoever has not ended by then does not end. */
  private static final int PATIENCE_SECONDS = 90;

  /** What a run leaves is looked for at its end, and twice a minute. */
  private static final int GONE_SECONDS = 45;

  private static final int FAULTS_MAX = 3;
  private static final int FAULT_AFTER_MILLIS_MAX = 1_500;
  private static final int WARM_UP_MILLIS = 200;

  private final ChaosLab lab;
  private final long seed;
  private final boolean isWithoutLowtide;
  private final Random random;
  private final List<Fault> faults = new ArrayList<>();

  /**
   * What it came to.
   *
   * @param end how the shrink ended, and why
   * @param isSettled whether that is an end that may be
   */
  record Result(
      String table, List<Fault> faults, String end, boolean isSettled, Trial.Outcome outcome) {

    /** No row was lost, doubled or changed. */
    boolean areRowsSafe() {
      return outcome.wrong().isEmpty() && outcome.tally().wrong().isEmpty();
    }

    boolean isGood() {
      return isSettled && outcome.isGood();
    }
  }

  /**
   * @param isWithoutLowtide the server's own copy instead: shows that what is found is not the
   *     writers' own doing
   */
  ChaosRun(ChaosLab lab, long seed, boolean isWithoutLowtide) {
    this.lab = lab;
    this.isWithoutLowtide = isWithoutLowtide;
    this.seed = seed;
    random = new Random(seed);
    int count = random.nextInt(FAULTS_MAX + 1);
    for (int i = 0; i < count; i++) {
      faults.add(Fault.any(random));
    }
  }

  Result run() throws SQLException, IOException, InterruptedException {
    String name = "t" + Long.toUnsignedString(seed, 36);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Trial trial = new Trial(name, seed, lab.through(), lab.straight())) {
      LowtideShrinker shrinker = new LowtideShrinker(lab.api(), PATIENCE_SECONDS);
      trial.start();
      TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
      Future<String> end = threads.submit(() -> shrink(shrinker, name));
      Faults striking = new Faults(lab, trial, shrinker, random);
      for (Fault fault : faults) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(FAULT_AFTER_MILLIS_MAX));
        striking.strike(fault);
      }
      String how = end.get().replaceAll("\\s+", " ");
      TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
      Trial.Outcome outcome = trial.finish();
      boolean isSettled = isSettled(how) && areLeftoversGone(name, how);
      acknowledge(how, shrinker);
      trial.drop();
      return new Result(trial.table().toString(), faults, how, isSettled, outcome);
    } catch (ExecutionException e) {
      throw new IOException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private String shrink(LowtideShrinker shrinker, String name) throws Exception {
    if (!isWithoutLowtide) {
      return shrinker.shrink(RandomTable.SCHEMA, name);
    }
    try {
      return new AlterShrinker(lab.straight()).shrink(RandomTable.SCHEMA, name);
    } catch (SQLException e) {
      return "ABORTED: " + Errors.words(e);
    }
  }

  /** An end that a run may come to, with what came in between. */
  private boolean isSettled(String how) {
    boolean isBroken = faults.stream().anyMatch(Fault::isBreaking);
    boolean isHindered = isBroken || faults.contains(Fault.CLIENT_DDL);
    return how.startsWith("SUCCEEDED")
        || how.startsWith("REFUSED")
        || (how.startsWith("ABORTED") && (isHindered || faults.contains(Fault.ABORT)))
        || (how.startsWith("STALE") && faults.contains(Fault.CLIENT_DDL))
        || (how.startsWith("REVOKED") && faults.contains(Fault.ABORT))
        || (how.startsWith("UNCERTAIN") && isBroken);
  }

  /** Nothing of the shadow is left soon; the old table may be kept for a while. */
  private boolean areLeftoversGone(String name, String how)
      throws SQLException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(GONE_SECONDS);
    while (!isShadowGone(name) && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
    }
    return isShadowGone(name) || how.startsWith("UNCERTAIN");
  }

  private boolean isShadowGone(String name) throws SQLException {
    try (Connection connection = lab.straight().connect();
        Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA ="
                    + " 'lowtide_new' AND TABLE_NAME = '"
                    + name
                    + "'")) {
      row.next();
      return row.getLong(1) == 0;
    }
  }

  /** So that the next one is not refused. */
  private void acknowledge(String how, LowtideShrinker shrinker)
      throws IOException, InterruptedException {
    if (how.startsWith("UNCERTAIN")) {
      lab.api().post("/runs/" + shrinker.run() + "/acknowledge", Map.of());
    } else if (how.startsWith("NO END")) {
      lab.api().post("/runs/" + shrinker.run() + "/abort", Map.of());
    }
  }
}
