package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * How many rows there are, counted where there are few enough, and else in a sample of the key's
 * ranges.
 *
 * <p>The rows are divided into ranges of about the same weight. Each of them, in a random order, is
 * counted, or where it is large, a piece of it, found by dividing it again and again and going on
 * with either half by chance, the heavier one more often. What the piece has, divided by how likely
 * it was, is an estimate of the range without bias however wrong the weights are; they only decide
 * how far one estimate lies from the next, which is what the error is taken from.
 *
 * @param rows in all
 * @param error two standard errors, as a share of the rows; 0 where all were counted
 * @param ranges in a random order, each with the rows that were found or assumed in it
 * @param counted how many rows were looked at one by one
 */
record RowCount(double rows, double error, List<Stratum> ranges, long counted) {

  /** Pieces smaller than this are counted by fewer questions than they are found by. */
  private static final double PIECE_ROWS_MIN = 1_000;

  /** So light that dividing it tells nothing more. */
  private static final double WEIGHT_MIN = 400;

  /** Where nothing could be counted: the server doubles what it does not count, either. */
  private static final double ROWS_PER_WEIGHT = 0.5;

  private static final double UNCOUNTED_ERROR = 0.5;

  /** The same ranges are looked at whenever nothing has changed. */
  private static final long SEED = 34;

  RowCount {
    ranges = List.copyOf(ranges);
  }

  /** A range and its rows. */
  record Stratum(KeyRange range, double rows) {}

  static RowCount of(KeyRanges keys, ByteSize size, SamplingLimits limits, NanoClock clock)
      throws SQLException {
    long divided = clock.nanos() + limits.counting().toNanos();
    List<KeyRange> ranges = divide(keys, limits.ranges(), () -> clock.nanos() - divided > 0);
    double weight = ranges.stream().mapToDouble(KeyRange::weight).sum();
    double share = (double) limits.piece().bytes() / Math.max(1, size.bytes());
    double pieceMax = Math.max(PIECE_ROWS_MIN, share * weight);
    return new Counting(keys, ranges, pieceMax, clock.nanos() + limits.counting().toNanos(), clock)
        .count();
  }

  /** The heaviest range is divided until there are enough, or no more time. */
  private static List<KeyRange> divide(KeyRanges keys, int count, BooleanSupplier isLate)
      throws SQLException {
    PriorityQueue<KeyRange> heaviest =
        new PriorityQueue<>(Comparator.comparingDouble(KeyRange::weight).reversed());
    keys.all().ifPresent(heaviest::add);
    List<KeyRange> done = new ArrayList<>();
    while (!heaviest.isEmpty() && heaviest.size() + done.size() < count && !isLate.getAsBoolean()) {
      KeyRange range = heaviest.remove();
      List<KeyRange> parts = range.weight() < WEIGHT_MIN ? List.of(range) : keys.split(range);
      (parts.size() > 1 ? heaviest : done).addAll(parts);
    }
    done.addAll(heaviest);
    if (done.size() == 1) {
      KeyRange only = done.get(0);
      double weight = keys.weight(only.after(), only.upTo());
      return List.of(new KeyRange(only.after(), only.from(), only.upTo(), weight));
    }
    return done;
  }

  /** One count at work. Confined to one thread. */
  private static final class Counting {

    private final KeyRanges keys;
    private final List<KeyRange> ranges;
    private final double pieceMax;
    private final long deadline;
    private final NanoClock clock;
    private final Random chance = new Random(SEED);
    private final double[] found;
    private boolean isExact = true;
    private long counted;

    Counting(
        KeyRanges keys, List<KeyRange> ranges, double pieceMax, long deadline, NanoClock clock) {
      this.keys = keys;
      this.ranges = new ArrayList<>(ranges);
      this.pieceMax = pieceMax;
      this.deadline = deadline;
      this.clock = clock;
      this.found = new double[ranges.size()];
      Collections.shuffle(this.ranges, chance);
    }

    RowCount count() throws SQLException {
      int done = 0;
      while (done < ranges.size() && clock.nanos() - deadline < 0) {
        try {
          found[done] = estimate(ranges.get(done));
          done++;
        } catch (SQLException e) {
          if (!Questions.isTimeout(e)) {
            throw e;
          }
          break;
        }
      }
      if (done < ranges.size()) {
        isExact = false;
      }
      return result(done);
    }

    private double estimate(KeyRange range) throws SQLException {
      double likely = 1;
      KeyRange piece = range;
      while (piece.weight() > pieceMax) {
        List<KeyRange> parts = keys.split(piece);
        if (parts.size() == 1) {
          break;
        }
        double share = parts.get(0).weight() / (parts.get(0).weight() + parts.get(1).weight());
        boolean isFirst = chance.nextDouble() < share;
        likely *= isFirst ? share : 1 - share;
        piece = parts.get(isFirst ? 0 : 1);
        isExact = false;
      }
      long rows = keys.count(piece);
      counted += rows;
      return rows / likely;
    }

    private RowCount result(int done) {
      double weight = 0;
      double sum = 0;
      for (int i = 0; i < done; i++) {
        weight += ranges.get(i).weight();
        sum += found[i];
      }
      double ratio = weight == 0 ? ROWS_PER_WEIGHT : sum / weight;
      List<Stratum> strata = new ArrayList<>();
      double rows = 0;
      for (int i = 0; i < ranges.size(); i++) {
        double its = isExact || i < done ? found[i] : ratio * ranges.get(i).weight();
        strata.add(new Stratum(ranges.get(i), its));
        rows += its;
      }
      return new RowCount(rows, isExact ? 0 : error(done, ratio), strata, counted);
    }

    /** Two standard errors of the ratio of rows to weight, as a share of it. */
    private double error(int done, double ratio) {
      if (done < 2 || ratio == 0) {
        return UNCOUNTED_ERROR;
      }
      double squares = 0;
      double weight = 0;
      for (int i = 0; i < done; i++) {
        double residual = found[i] - ratio * ranges.get(i).weight();
        squares += residual * residual;
        weight += ranges.get(i).weight();
      }
      double standard = Math.sqrt(squares / (done - 1) / done) / (weight / done) / ratio;
      return Math.min(1, 2 * standard);
    }
  }
}
