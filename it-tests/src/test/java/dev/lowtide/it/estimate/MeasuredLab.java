package dev.lowtide.it.estimate;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.estimate.IndexSpace;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.Measurer;
import dev.lowtide.scheduler.estimate.Measurer.Measured;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import java.nio.file.Path;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** A server with a schema for tables that are measured. */
final class MeasuredLab implements AutoCloseable {

  static final String SCHEMA = "measured";

  private static final int NUMBERS = 100_000;

  final Connection connection;
  final Target target;

  MeasuredLab() throws Exception {
    connection = Lab.server().connect();
    target = new Target(config(null));
    Lab.execute(
        connection,
        "DROP DATABASE IF EXISTS measured",
        "CREATE DATABASE measured",
        "USE measured",
        "SET SESSION cte_max_recursion_depth = " + NUMBERS,
        "CREATE TABLE number (i INT PRIMARY KEY)",
        "INSERT INTO number WITH RECURSIVE c AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM c WHERE"
            + " i < "
            + (NUMBERS - 1)
            + ") SELECT i FROM c");
  }

  static TargetConfig config(@Nullable Path dataDirectory) throws Exception {
    TestServer server = Lab.server();
    return new TargetConfig(
        server.host(), server.port(), server.user(), server.password(), 2, dataDirectory);
  }

  void execute(String... statements) throws Exception {
    Lab.execute(connection, statements);
  }

  static TableName table(String name) {
    return new TableName(SCHEMA, name);
  }

  /** A measurement, or an error that has the reason for which there is none. */
  static Measurement measure(Measurer measurer, String table) {
    Measurer.Outcome outcome = measurer.measure(table(table));
    if (outcome instanceof Measured measured) {
      return measured.measurement();
    }
    throw new AssertionError(outcome.toString());
  }

  static IndexSpace index(Measurement measurement, String name) {
    return measurement.indexes().stream()
        .filter(index -> index.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + measurement.indexes()));
  }

  @Override
  public void close() throws Exception {
    target.close();
    connection.close();
  }
}
