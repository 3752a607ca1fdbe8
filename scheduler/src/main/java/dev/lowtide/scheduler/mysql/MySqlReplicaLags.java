package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.LagOfReplica;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks each replica of the target how far behind it is, with the target's account.
 *
 * <p>Seconds_Behind_Source knows nothing of what has not been received; so it is asked for the age
 * of the transaction that is being applied, at the commit where it came from ({@link ReplicaLag}).
 * What a replica is told to lag (SOURCE_DELAY) is no lag. One connection each, kept; to be closed.
 * Confined to one thread, which waits for the slowest of them.
 */
public final class MySqlReplicaLags implements LagOfReplica.Source, AutoCloseable {

  /** So much lag is wanted; where channels differ, the least of them. */
  private static final String WANTED =
      """
      SELECT COALESCE(MIN(DESIRED_DELAY), 0), COUNT(*)
      FROM performance_schema.replication_applier_configuration
      WHERE CHANNEL_NAME NOT LIKE 'group\\_replication\\_%'""";

  private static final String CHANNELS =
      "SELECT COUNT(*) FROM performance_schema.replication_connection_status";

  private final List<Replica> replicas;

  /** A replica and its pool of one. */
  private record Replica(String name, Target target) {}

  /** Where they are, with our account there. */
  public MySqlReplicaLags(List<TargetConfig> replicas) {
    this.replicas =
        replicas.stream()
            .map(
                config ->
                    new Replica(
                        config.host() + ":" + config.port(),
                        new Target(
                            new TargetConfig(
                                config.host(),
                                config.port(),
                                config.user(),
                                config.password(),
                                1))))
            .toList();
  }

  @Override
  public List<LagOfReplica> look() {
    List<LagOfReplica> lags = new ArrayList<>();
    for (Replica replica : replicas) {
      lags.add(new LagOfReplica(replica.name(), lag(replica.target())));
    }
    return lags;
  }

  @Override
  public void close() {
    replicas.forEach(replica -> replica.target().close());
  }

  private static Gauge lag(Target target) {
    try {
      return target.ask(MySqlReplicaLags::lag);
    } catch (TargetException e) {
      return Gauge.missing(String.valueOf(e.getMessage()));
    }
  }

  private static Gauge lag(Connection connection) throws SQLException {
    if (Target.text(connection, CHANNELS).equals("0")) {
      return Gauge.missing("it replicates nothing (expected: a replica of the target)");
    }
    Gauge lag = ReplicaLag.seconds(connection);
    return lag.isMissing() ? lag : Gauge.of(Math.max(0, lag.value() - wanted(connection)));
  }

  private static double wanted(Connection connection) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(WANTED)) {
      return row.next() ? row.getDouble(1) : 0;
    }
  }
}
