package dev.lowtide.it.chaos;

import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Bank transfers by many clients through a proxy, under endless holds and releases, with holders
 * that die and clients that are killed:
 *
 * <pre>java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.chaos.BankChaos [SECONDS [CLIENTS]]
 * </pre>
 *
 * Prints what happened, and ends with 1 if a transfer was lost or done twice, a balance is not what
 * the journal says, or a client was told an error that it did not bring about itself.
 */
public final class BankChaos {

  private static final int SECONDS = 600;
  private static final int CLIENTS = 64;
  private static final String USER = "teller";
  private static final String PASSWORD = "teller";

  /** Some ten clients a second have their connections cut. */
  private static final int KILL_EVERY_MILLIS = 100;

  private final TestServer server;
  private final RunningProxy proxy;
  private final Random random;
  private final long seed;
  private volatile boolean isOver;

  /**
   * What it came to.
   *
   * @param done transfers that the server said are done
   * @param doubtful those in whose middle the client was killed
   * @param holds how many were placed; of these {@code abandoned} were never released
   * @param refused how many more were asked for too soon
   * @param held statements that waited
   * @param worst the longest that a transfer took
   * @param wrong what must not have happened, each in words; empty if all is well
   */
  public record Outcome(
      int done,
      int doubtful,
      int holds,
      int refused,
      int abandoned,
      int held,
      Duration worst,
      List<String> wrong) {}

  public BankChaos(TestServer server, RunningProxy proxy, long seed) {
    this.server = server;
    this.proxy = proxy;
    this.seed = seed;
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : SECONDS;
    int clients = arguments.length > 1 ? Integer.parseInt(arguments[1]) : CLIENTS;
    long seed = System.nanoTime();
    System.out.printf("%d clients, %d s, seed %d%n", clients, seconds, seed);
    try (BundledMySql server = BundledMySql.start();
        RunningProxy proxy = RunningProxy.before(server.port())) {
      Outcome outcome =
          new BankChaos(server, proxy, seed).run(clients, Duration.ofSeconds(seconds));
      System.out.printf(
          "%d transfers done, %d with their client killed; %d holds, %d of them"
              + " abandoned, %d refused; %d statements held; the slowest transfer took %d ms%n",
          outcome.done(),
          outcome.doubtful(),
          outcome.holds(),
          outcome.abandoned(),
          outcome.refused(),
          outcome.held(),
          outcome.worst().toMillis());
      outcome.wrong().forEach(System.out::println);
      System.out.println(outcome.wrong().isEmpty() ? "nothing wrong" : "WRONG");
      if (!outcome.wrong().isEmpty()) {
        System.exit(1);
      }
    }
  }

  /** Lets it all loose for so long, then does the sums. */
  public Outcome run(int clientCount, Duration duration) throws Exception {
    try (Connection straight = server.connect()) {
      Bank.open(straight, USER, PASSWORD);
    }
    List<BankClient> clients = new ArrayList<>();
    for (int i = 0; i < clientCount; i++) {
      clients.add(new BankClient(this::connect, () -> isOver, seed + i));
    }
    HoldStorm storm = new HoldStorm(proxy.holds(), () -> isOver, seed);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Future<?> storming = threads.submit(storm);
      List<Future<BankClient.Tally>> tallies = clients.stream().map(threads::submit).toList();
      killClients(clients, System.nanoTime() + duration.toNanos());
      isOver = true;
      storming.get();
      List<BankClient.Tally> told = new ArrayList<>();
      for (Future<BankClient.Tally> tally : tallies) {
        told.add(tally.get());
      }
      return outcome(told, storm);
    } finally {
      threads.shutdownNow();
    }
  }

  private void killClients(List<BankClient> clients, long untilNanos) throws InterruptedException {
    while (System.nanoTime() < untilNanos) {
      TimeUnit.MILLISECONDS.sleep(KILL_EVERY_MILLIS);
      clients.get(random.nextInt(clients.size())).kill();
    }
  }

  private Outcome outcome(List<BankClient.Tally> tallies, HoldStorm storm)
      throws SQLException, InterruptedException {
    List<String> done = new ArrayList<>();
    List<String> doubtful = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    Duration worst = Duration.ZERO;
    for (BankClient.Tally tally : tallies) {
      done.addAll(tally.done());
      doubtful.addAll(tally.doubtful());
      wrong.addAll(tally.errors());
      worst = tally.worst().compareTo(worst) > 0 ? tally.worst() : worst;
    }
    try (Connection straight = server.connect()) {
      Bank.awaitNobody(straight, USER);
      wrong.addAll(Bank.wrongBalances(straight));
      wrong.addAll(misdone(Bank.journal(straight), done, doubtful));
    }
    return new Outcome(
        done.size(),
        doubtful.size(),
        storm.placed(),
        storm.refused(),
        storm.abandoned(),
        storm.held(),
        worst,
        wrong);
  }

  /** The journal's key lets nothing be written twice; so all that can be wrong is in its lines. */
  private static List<String> misdone(
      Set<String> journal, List<String> done, List<String> doubtful) {
    List<String> wrong = new ArrayList<>();
    Set<String> unexplained = new HashSet<>(journal);
    for (String id : done) {
      if (!unexplained.remove(id)) {
        wrong.add("transfer " + id + " is lost");
      }
    }
    doubtful.forEach(unexplained::remove);
    unexplained.forEach(id -> wrong.add("transfer " + id + " is nobody's"));
    return wrong;
  }

  private Connection connect() throws SQLException {
    Connection connection =
        TestServer.connect(
            "127.0.0.1", proxy.port(), USER, PASSWORD, "useServerPrepStmts=true&sslMode=DISABLED");
    connection.setCatalog(Bank.SCHEMA);
    return connection;
  }
}
