package dev.lowtide.scheduler.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schema of a store, brought up to date. The same scripts for every kind of store. */
final class Migrations {

  static final String LOCATION = "dev/lowtide/scheduler/journal";

  /**
   * Checksums of what earlier builds ran: the same tables, written for H2 alone. A store that has
   * these is as good as one of today.
   */
  private static final Map<String, List<Integer>> FORMER =
      Map.of(
          "1", List.of(-802284633, 1571807622),
          "2", List.of(-652534257),
          "3", List.of(1056425894));

  private static final Pattern INSERTED =
      Pattern.compile("INSERT INTO (\\w+)", Pattern.CASE_INSENSITIVE);

  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  private final StoreKind kind;
  private final FluentConfiguration configuration;

  Migrations(DataSource store, StoreKind kind) {
    this.kind = kind;
    this.configuration = configuration().dataSource(store);
  }

  /** By connections of its own. */
  Migrations(StoreConfig config) {
    this.kind = config.kind();
    boolean isNamed = !config.user().isEmpty();
    this.configuration =
        configuration()
            .dataSource(
                config.kind().withOptions(config.url()),
                isNamed ? config.user() : null,
                isNamed ? config.password() : null);
  }

  private static FluentConfiguration configuration() {
    return Flyway.configure(Migrations.class.getClassLoader()).locations("classpath:" + LOCATION);
  }

  void migrate() {
    migrateTo(MigrationVersion.LATEST);
  }

  /** No further than that. */
  void migrateTo(String version) {
    migrateTo(MigrationVersion.fromVersion(version));
  }

  private void migrateTo(MigrationVersion version) {
    Flyway flyway = flyway(version);
    adoptFormer(flyway);
    flyway.migrate();
  }

  /** The last one that was made; empty if none was. */
  String current() {
    MigrationInfo current = flyway(MigrationVersion.LATEST).info().current();
    return current == null ? "" : String.valueOf(current.getVersion());
  }

  /** The same, as a transaction sees it. */
  static String current(Connection connection) throws SQLException {
    String quote = connection.getMetaData().getIdentifierQuoteString();
    String sql =
        "SELECT Qversion FROM Qhistory WHERE Qsuccess = TRUE ORDER BY Qinstalled_rank"
            .replace("Qversion", quote + "version" + quote)
            .replace("Qhistory", quote + StoreTables.HISTORY + quote)
            .replace("Qsuccess", quote + "success" + quote)
            .replace("Qinstalled_rank", quote + "installed_rank" + quote);
    String last = "";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        String version = row.getString(1);
        last = version == null ? last : version;
      }
    }
    return last;
  }

  /** The last one that this build has. */
  String latest() {
    return Arrays.stream(flyway(MigrationVersion.LATEST).info().all())
        .filter(migration -> migration.getState().isResolved())
        .map(MigrationInfo::getVersion)
        .max(MigrationVersion::compareTo)
        .map(String::valueOf)
        .orElse("");
  }

  /** Those that were made, the last first. */
  List<Integer> made() {
    return Arrays.stream(flyway(MigrationVersion.LATEST).info().applied())
        .map(MigrationInfo::getVersion)
        .filter(Objects::nonNull)
        .map(version -> Integer.valueOf(String.valueOf(version)))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** Those that this build has, the last first. */
  List<Integer> all() {
    return Arrays.stream(flyway(MigrationVersion.LATEST).info().all())
        .filter(migration -> migration.getState().isResolved())
        .map(migration -> Integer.valueOf(String.valueOf(migration.getVersion())))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** Tables into which migrations themselves write: rows there do not mean that a store is used. */
  Set<String> seeded() {
    return Arrays.stream(flyway(MigrationVersion.LATEST).info().all())
        .filter(migration -> migration.getState().isResolved())
        .flatMap(migration -> INSERTED.matcher(Scripts.read(migration.getScript())).results())
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /** Those that are to be made yet, in words. */
  List<String> pending() {
    return Arrays.stream(flyway(MigrationVersion.LATEST).info().pending())
        .map(migration -> migration.getVersion() + " " + migration.getDescription())
        .toList();
  }

  private Flyway flyway(MigrationVersion version) {
    return configuration.placeholders(kind.dialect()).target(version).load();
  }

  /** Only where nothing differs but what is known: whatever else differs, a person must look at. */
  private static void adoptFormer(Flyway flyway) {
    List<MigrationInfo> different =
        Arrays.stream(flyway.info().applied()).filter(Migrations::isDifferent).toList();
    if (!different.isEmpty() && different.stream().allMatch(Migrations::isFormer)) {
      log.info("store was made by an earlier build: its migrations are noted as today's");
      flyway.repair();
    }
  }

  private static boolean isDifferent(MigrationInfo migration) {
    return migration.getState().isFailed()
        || !Objects.equals(migration.getAppliedChecksum(), migration.getResolvedChecksum());
  }

  private static boolean isFormer(MigrationInfo migration) {
    return !migration.getState().isFailed()
        && FORMER
            .getOrDefault(String.valueOf(migration.getVersion()), List.of())
            .contains(migration.getAppliedChecksum());
  }
}
