package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an empty shadow: the server's own text of the original's definition, carried out in another
 * schema. Then those indexes go that come back when the rows are there, and what is left must be
 * the original's definition without them, to the letter.
 */
final class ShadowMaking {

  /** A character that the driver could not read: the text has bytes that are not UTF-8. */
  private static final char UNREADABLE = '\uFFFD';

  private static final int ER_TABLE_EXISTS = 1050;

  private static final String FOREIGN_KEYS =
      """
      SELECT CONSTRAINT_NAME FROM information_schema.TABLE_CONSTRAINTS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND CONSTRAINT_TYPE = 'FOREIGN KEY' LIMIT 1\
      """;

  /** The server shows members in utf8mb3, whatever is in them. */
  private static final String MEMBERS_NOT_SHOWN =
      """
      SELECT c.COLUMN_NAME FROM information_schema.COLUMNS c
      JOIN information_schema.CHARACTER_SETS s ON s.CHARACTER_SET_NAME = c.CHARACTER_SET_NAME
      WHERE c.TABLE_SCHEMA = ? AND c.TABLE_NAME = ? AND c.DATA_TYPE IN ('enum', 'set')
        AND s.MAXLEN > 3 AND c.COLUMN_TYPE LIKE '%?%' LIMIT 1\
      """;

  /** The counter's column must be the first of some index; unique ones come first, and stay. */
  private static final String NEEDED_BY_COUNTER =
      """
      SELECT s.INDEX_NAME FROM information_schema.STATISTICS s
      JOIN information_schema.COLUMNS c USING (TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME)
      WHERE s.TABLE_SCHEMA = ? AND s.TABLE_NAME = ? AND s.SEQ_IN_INDEX = 1
        AND UPPER(c.EXTRA) LIKE '%AUTO_INCREMENT%'\
      """;

  private static final String UNIQUE =
      """
      SELECT DISTINCT INDEX_NAME FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0\
      """;

  /**
   * On a partitioned table these cannot be added in place: each has a hidden virtual column. In the
   * shadow of one partition those columns must come in the same order.
   */
  private static final String EXPRESSIONS_OF_PARTITIONED =
      """
      SELECT DISTINCT s.INDEX_NAME FROM information_schema.STATISTICS s
      JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME)
      WHERE s.TABLE_SCHEMA = ? AND s.TABLE_NAME = ? AND s.EXPRESSION IS NOT NULL
        AND t.CREATE_OPTIONS LIKE '%partitioned%'\
      """;

  private static final String DEFAULT_ENCRYPTION =
      """
      SELECT DEFAULT_ENCRYPTION FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?\
      """;

  private static final Logger log = LoggerFactory.getLogger(ShadowMaking.class);

  private final DefinitionSession session;
  private final Connection connection;
  private final CopyTable table;

  ShadowMaking(DefinitionSession session, CopyTable table) {
    this.session = session;
    this.connection = session.connection();
    this.table = table;
  }

  /** Makes it, or leaves nothing. */
  void make() throws SQLException, CopyStoppedException {
    String definition = session.show(table.original()).text();
    refuseUnfit(definition);
    encryptAsOriginal();
    session.execute("USE " + TableName.quoted(table.shadow().schema()));
    log.info("shadow {} is made of {}", table.shadow(), table.original());
    carryOut(InheritedCollations.of(connection, table.original()).leftOutOf(definition));
    boolean isMade = false;
    try {
      if (table.isPartition()) {
        new ShadowOfPartition(session, table).standAlone();
      }
      restoreDefaults();
      dropSecondaryKeys();
      compare(definition);
      if (table.isPartition()) {
        new ShadowOfPartition(session, table).compare();
      }
      isMade = true;
    } finally {
      if (!isMade) {
        drop();
      }
    }
  }

  private void refuseUnfit(String definition) throws SQLException, CopyStoppedException {
    if (definition.indexOf(UNREADABLE) >= 0) {
      throw refused("its definition has characters that cannot be read (expected: UTF-8)");
    }
    if (FileName.of(table.original()).isEmpty()) {
      throw refused("its name has characters beyond ASCII (expected: none, to know its files)");
    }
    refuseIfFound(FOREIGN_KEYS, "it has the foreign key", "none");
    refuseIfFound(
        MEMBERS_NOT_SHOWN,
        "a member of a column has a question mark, or a character that the server shows as one",
        "none, since nobody can tell");
  }

  private void refuseIfFound(String sql, String what, String expected)
      throws SQLException, CopyStoppedException {
    List<String> found = names(sql, table.original());
    if (!found.isEmpty()) {
      throw refused(what + ": " + found.get(0) + " (expected: " + expected + ")");
    }
  }

  /**
   * A definition says whether its table is encrypted only where its schema's default is another.
   */
  private void encryptAsOriginal() throws SQLException {
    String wanted = defaultEncryption(table.original().schema());
    for (String schema : List.of(table.shadow().schema(), table.old().schema())) {
      if (!defaultEncryption(schema).equals(wanted)) {
        log.info("schema {} gets default encryption {}", schema, wanted);
        session.execute(
            "ALTER DATABASE "
                + TableName.quoted(schema)
                + " DEFAULT ENCRYPTION = '"
                + (wanted.equals("YES") ? "Y" : "N")
                + "'");
      }
    }
  }

  private void carryOut(String definition) throws SQLException, CopyStoppedException {
    try {
      session.execute(definition);
    } catch (SQLException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      throw refused("the server says: " + Target.firstLine(e) + session.shortcomings());
    }
  }

  private static boolean isRefusal(SQLException e) {
    boolean isConnection = e.getSQLState() == null || e.getSQLState().startsWith("08");
    return !isConnection && e.getErrorCode() != ER_TABLE_EXISTS && e.getErrorCode() > 0;
  }

  /** Up to 8.0.31 the text has question marks where the default has characters beyond the BMP. */
  private void restoreDefaults() throws SQLException {
    List<String> changes =
        TableTraits.of(connection, table.original())
            .restoringDefaults(TableTraits.of(connection, table.shadow()));
    alter(changes);
  }

  /** From the last one on, so that those which stay come before those which come back. */
  private void dropSecondaryKeys() throws SQLException {
    List<String> all = IndexNames.of(connection, table.shadow());
    List<String> staying = names(UNIQUE, table.shadow());
    staying.addAll(names(EXPRESSIONS_OF_PARTITIONED, table.original()));
    neededByCounter().ifPresent(staying::add);
    int firstToGo = all.size();
    while (firstToGo > 0 && !staying.contains(all.get(firstToGo - 1))) {
      firstToGo--;
    }
    alter(
        all.subList(firstToGo, all.size()).stream()
            .map(name -> "DROP KEY " + TableName.quoted(name))
            .toList());
  }

  private Optional<String> neededByCounter() throws SQLException {
    List<String> candidates = names(NEEDED_BY_COUNTER, table.shadow());
    return IndexNames.of(connection, table.shadow()).stream()
        .filter(candidates::contains)
        .findFirst();
  }

  private void alter(List<String> changes) throws SQLException {
    if (!changes.isEmpty()) {
      session.execute(
          changes.stream()
              .collect(
                  Collectors.joining(", ", "ALTER TABLE " + table.shadow().quoted() + " ", "")));
    }
  }

  /**
   * @param definition of the original as it was when the shadow was made
   */
  private void compare(String definition) throws SQLException, CopyStoppedException {
    List<String> differences = new ArrayList<>();
    String original = session.show(table.original()).text();
    if (!original.equals(definition)) {
      throw new CopyStoppedException(
          Fate.LOST,
          AbortReason.CHANGES_LOST,
          table.original() + " was defined anew while its shadow was made");
    }
    String wanted = ShadowDefinition.wanted(session, table);
    String shadow = session.show(table.shadow()).text();
    List<String> missing = ShadowDefinition.missingKeys(connection, table);
    if (MissingKeys.of(wanted, shadow, missing).isEmpty()) {
      differences.add(ShadowDefinition.texts(wanted, shadow));
    }
    differences.addAll(
        TableTraits.ofOriginal(connection, table)
            .differencesTo(TableTraits.of(connection, table.shadow())));
    if (!differences.isEmpty()) {
      throw refused(
          "a new table of its definition is another: "
              + String.join("; ", differences)
              + session.shortcomings());
    }
  }

  private void drop() {
    log.info("shadow {} is dropped: it is not what its original is", table.shadow());
    try {
      session.execute("DROP TABLE " + table.shadow().quoted());
    } catch (SQLException e) {
      log.warn("shadow {} stays behind: {}", table.shadow(), Target.firstLine(e));
    }
  }

  private CopyStoppedException refused(String why) {
    return new CopyStoppedException(
        Fate.REFUSED, AbortReason.SERVER_REFUSED, "table " + table.original() + ": " + why);
  }

  private String defaultEncryption(String schema) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DEFAULT_ENCRYPTION)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "NO";
      }
    }
  }

  private List<String> names(String sql, TableName of) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, of.schema());
      statement.setString(2, of.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
    }
    return names;
  }
}
