package dev.lowtide.it.bench;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What watching a session costs its event loop: time, and with {@code -prof gc} bytes allocated,
 * per command and its reply. Nothing is sent; sockets are not what is measured.
 *
 * <pre>java -cp it-tests/target/lowtide-demo.jar org.openjdk.jmh.Main ObserverBenchmark -prof gc
 * </pre>
 *
 * <p>{@code gc.alloc.rate.norm} is the figure to look at, in bytes per command.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ObserverBenchmark {

  /** More texts than any cache of facts has room for. */
  private static final int LITERALS = 1 << 20;

  private static final int ROWS = 10_000;

  /** Reads of a socket bring so much at most. */
  private static final int PIECE_BYTES = 64 * 1024;

  private final WatchedConversation conversation = new WatchedConversation();
  private final ByteBuf select = Wire.query("SELECT c FROM sbtest1 WHERE id=5000001");
  private final ByteBuf execute = Wire.execute();
  private final ByteBuf row = Wire.resultSet(1);
  private final ByteBuf rows = Wire.resultSet(ROWS);
  private final ByteBuf begin = Wire.query("BEGIN");
  private final ByteBuf begun = Wire.ok(1, Wire.IN_TRANSACTION);
  private final ByteBuf rowInTransaction = Wire.resultSet(1, Wire.IN_TRANSACTION);
  private final ByteBuf other = Wire.query("SELECT c FROM sbtest2 WHERE id=5000001");
  private final ByteBuf commit = Wire.query("COMMIT");
  private final ByteBuf committed = Wire.ok(1, Wire.AUTOCOMMIT);
  private final int digits = select.writerIndex() - 7;
  private int literal;

  @Setup
  public void signIn() {
    conversation.signIn();
    conversation.prepare("SELECT c FROM sbtest1 WHERE id=?");
  }

  @Benchmark
  public long textThatWasSeenBefore() {
    return conversation.exchange(select, row);
  }

  @Benchmark
  public long textWithEverChangingLiterals() {
    literal = (literal + 1) % LITERALS;
    int number = 1_000_000 + literal;
    for (int i = 6; i >= 0; i--) {
      select.setByte(digits + i, '0' + number % 10);
      number /= 10;
    }
    return conversation.exchange(select, row);
  }

  @Benchmark
  public long preparedStatement() {
    return conversation.exchange(execute, row);
  }

  /** Five commands: what it costs to know which tables a transaction has touched, and when. */
  @Benchmark
  public long transactionOnTwoTables() {
    conversation.exchange(begin, begun);
    conversation.exchange(select, rowInTransaction);
    conversation.exchange(other, rowInTransaction);
    conversation.exchange(execute, rowInTransaction);
    return conversation.exchange(commit, committed);
  }

  @Benchmark
  public long tenThousandRows() {
    return conversation.exchange(select, rows, PIECE_BYTES);
  }
}
