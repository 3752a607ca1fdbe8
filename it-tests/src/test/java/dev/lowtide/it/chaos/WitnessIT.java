package dev.lowtide.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.scenarios.Lab;
import java.sql.Connection;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The witness finds nothing where there is nothing, and everything that a shrink can do wrong. */
class WitnessIT {

  private static Access server;

  @BeforeAll
  static void prepare() throws Exception {
    TestServer lab = Lab.server();
    server = Trial.access(lab.host(), lab.port(), lab.user(), lab.password());
    try (Connection connection = server.connect()) {
      TableFill.prepare(connection);
    }
  }

  @Test
  void findsNothingAfterTheServersOwnCopyAmongWriters() throws Exception {
    try (RunningProxy proxy = RunningProxy.before(Lab.server().port())) {
      Access through =
          Trial.access("127.0.0.1", proxy.port(), Lab.server().user(), Lab.server().password());
      try (Trial trial = new Trial("untouched", System.nanoTime(), through, server)) {
        trial.start();
        awaitCommits(trial, 100);
        new AlterShrinker(server).shrink(RandomTable.SCHEMA, "untouched");
        awaitCommits(trial, 200);

        Trial.Outcome outcome = trial.finish();

        assertThat(outcome.complaints()).as(trial.table().toString()).isEmpty();
        assertThat(outcome.rows()).isPositive();
        assertThat(outcome.tally().commits()).isGreaterThanOrEqualTo(200);
        trial.drop();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.lowtide.it.chaos.Saboteur#all")
  void findsWhatASaboteurDid(Saboteur saboteur) throws Exception {
    try (Trial trial = new Trial("harmed", seed("harmed", saboteur.suits()), server, server)) {
      saboteur.with(server, trial.table()).shrink(RandomTable.SCHEMA, "harmed");

      Trial.Outcome outcome = trial.finish();

      assertThat(outcome.complaints().toString()).contains(saboteur.expected());
      trial.drop();
    }
  }

  private static void awaitCommits(Trial trial, int count) {
    Awaitility.await().until(() -> trial.commits() >= count);
  }

  /** The first number of a table that the saboteur can harm in its way. */
  private static long seed(String name, Predicate<RandomTable> suits) {
    return LongStream.range(1, 5_000)
        .filter(seed -> suits.test(new RandomTable(name, seed)))
        .findFirst()
        .orElseThrow();
  }
}
