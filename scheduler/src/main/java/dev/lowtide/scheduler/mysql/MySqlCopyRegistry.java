package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyRegistry;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry in the target. Safe for any thread. */
public final class MySqlCopyRegistry implements CopyRegistry {

  private static final String COLUMNS =
      "id, owner, server_uuid, table_schema, table_name, described, fingerprint, phase,"
          + " binlog_file, binlog_offset, copied_to, rows_copied, created_at, changed_at,"
          + " kept_at, is_following, out_of_step, table_partition";

  private static final String ALL =
      "SELECT " + COLUMNS + " FROM " + RegistryRow.TABLE.quoted() + " ORDER BY id";

  private static final String OF_OWNER =
      "SELECT " + COLUMNS + " FROM " + RegistryRow.TABLE.quoted() + " WHERE owner = ?";

  private static final String INSERT =
      "INSERT INTO "
          + RegistryRow.TABLE.quoted()
          + " (owner, server_uuid, table_schema, table_name, described, fingerprint, phase,"
          + " binlog_file, binlog_offset, table_partition, created_at, changed_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))";

  private static final String FORGET =
      "DELETE FROM " + RegistryRow.TABLE.quoted() + " WHERE id = ?";

  private static final Logger log = LoggerFactory.getLogger(MySqlCopyRegistry.class);

  private final Target target;

  public MySqlCopyRegistry(Target target) {
    this.target = target;
  }

  @Override
  public CopyRecord register(
      String owner, Subject original, String fingerprint, String serverUuid, BinlogPosition start) {
    DescribedTable described = describe(original.table());
    target.ask(
        connection -> {
          RegistryTable.create(connection);
          refuseSameShadow(connection, original.table());
          insert(connection, owner, original, described, fingerprint, serverUuid, start);
          return true;
        });
    CopyRecord copy =
        find(owner)
            .orElseThrow(
                () -> new TargetException("copy of " + owner + " was registered, and is gone"));
    log.info("copy={} owner={} table={} is registered", copy.id(), owner, original);
    return copy;
  }

  @Override
  public Optional<CopyRecord> find(String owner) {
    return target.ask(
        connection -> {
          if (!RegistryTable.isThere(connection)) {
            return Optional.empty();
          }
          try (PreparedStatement statement = connection.prepareStatement(OF_OWNER)) {
            statement.setString(1, owner);
            return read(statement).stream().findFirst();
          }
        });
  }

  @Override
  public List<CopyRecord> all() {
    return target.ask(MySqlCopyRegistry::all);
  }

  static List<CopyRecord> all(Connection connection) throws SQLException {
    if (!RegistryTable.isThere(connection)) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(ALL)) {
      return read(statement);
    }
  }

  @Override
  public void phase(long id, CopyPhase phase) {
    target.ask(
        connection -> {
          RegistryRow.phase(connection, id, phase);
          return true;
        });
    log.info("copy={} phase={}", id, phase);
  }

  @Override
  public void applied(long id, BinlogPosition position) {
    target.ask(
        connection -> {
          RegistryRow.applied(connection, id, position);
          return true;
        });
  }

  @Override
  public void forget(long id) {
    log.info("copy={} is forgotten", id);
    target.ask(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setLong(1, id);
            return statement.executeUpdate();
          }
        });
  }

  private DescribedTable describe(TableName original) {
    try (DefinitionSession session = DefinitionSession.shared(target)) {
      return DescribedTable.of(session.connection(), original)
          .orElseThrow(
              () ->
                  new TargetException(
                      "table "
                          + original
                          + ": no key by which its rows can be told apart, or no table (expected:"
                          + " a primary key, or a unique one without NULLs)"));
    } catch (SQLException e) {
      throw new TargetException("cannot describe " + original + ": " + Target.firstLine(e), e);
    }
  }

  /** Shadows are called what their originals are, in one schema: so two of one name would meet. */
  private static void refuseSameShadow(Connection connection, TableName original)
      throws SQLException {
    for (CopyRecord copy : all(connection)) {
      TableName other = copy.table().original();
      if (copy.phase() != CopyPhase.KEPT && other.table().equalsIgnoreCase(original.table())) {
        throw new TargetException(
            "table "
                + original
                + ": copy "
                + copy.id()
                + " of "
                + other
                + " has the shadow of that name (expected: that copy finished or removed before)");
      }
    }
  }

  private static void insert(
      Connection connection,
      String owner,
      Subject original,
      DescribedTable described,
      String fingerprint,
      String serverUuid,
      BinlogPosition start)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, owner);
      statement.setString(2, serverUuid);
      statement.setString(3, original.table().schema());
      statement.setString(4, original.table().table());
      statement.setString(5, described.write());
      statement.setString(6, fingerprint);
      statement.setString(7, CopyPhase.CREATING.name());
      statement.setString(8, start.file());
      statement.setLong(9, start.offset());
      statement.setString(10, original.name());
      statement.executeUpdate();
    }
  }

  private static List<CopyRecord> read(PreparedStatement statement) throws SQLException {
    List<CopyRecord> records = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        records.add(read(row));
      }
    }
    return records;
  }

  private static CopyRecord read(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    TableName table = new TableName(row.getString("table_schema"), row.getString("table_name"));
    String partition = row.getString("table_partition");
    Subject original =
        partition.isEmpty() ? Subject.of(table) : Subject.partition(table, partition);
    return new CopyRecord(
        id,
        row.getString("owner"),
        row.getString("server_uuid"),
        DescribedTable.read(row.getString("described")).named(original, id),
        row.getString("fingerprint"),
        CopyPhase.valueOf(row.getString("phase")),
        new BinlogPosition(row.getString("binlog_file"), row.getLong("binlog_offset")),
        RegistryRow.readKey(row.getString("copied_to")),
        row.getLong("rows_copied"),
        utc(row, "created_at"),
        utc(row, "changed_at"),
        kept(row));
  }

  private static CopyRecord.Kept kept(ResultSet row) throws SQLException {
    boolean isWritten = row.getObject("kept_at") != null;
    String outOfStep = row.getString("out_of_step");
    return new CopyRecord.Kept(
        isWritten ? utc(row, "kept_at") : null,
        row.getBoolean("is_following"),
        outOfStep == null ? "" : outOfStep);
  }

  /** The column has no zone, and the driver is not to give it one. */
  private static Instant utc(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }
}
