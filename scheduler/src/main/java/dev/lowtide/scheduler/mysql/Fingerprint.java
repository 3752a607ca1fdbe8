package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/**
 * What must stay as it is while a table is copied: its definition, and the files that have its
 * rows. TRUNCATE, a rebuild, and an exchange of partitions leave the definition and change a file.
 */
final class Fingerprint {

  private Fingerprint() {}

  static String of(DefinitionSession session, TableName table) throws SQLException {
    List<Long> spaces =
        Dictionary.files(session.connection(), table)
            .map(Dictionary.TableFiles::spaceIds)
            .orElseThrow(
                () -> new TargetException("table " + table + ": InnoDB has no such table"));
    String whole = session.show(table).text() + "\n" + spaces;
    return HexFormat.of().formatHex(sha256().digest(whole.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
