package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.estimate.FileMeasurer;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.Measurer;
import dev.lowtide.scheduler.mysql.FilesHere.Found;
import dev.lowtide.scheduler.mysql.FilesHere.NotFound;
import dev.lowtide.scheduler.mysql.FilesHere.Search;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a table in its files where they can be read from here and are proven to be this
 * server's, and by another measurer where not, or where much of what the server has changed is not
 * written yet; the measurement says why. Safe for any thread.
 */
public final class FileMeasuring implements Measurer {

  private static final String INDEXES =
      """
      SELECT i.INDEX_ID, i.NAME FROM information_schema.INNODB_INDEXES i
      JOIN information_schema.INNODB_TABLES t ON t.TABLE_ID = i.TABLE_ID
      WHERE t.NAME = ?""";

  private static final String UNWRITTEN =
      """
      SELECT VARIABLE_VALUE FROM performance_schema.global_status
      WHERE VARIABLE_NAME = 'Innodb_buffer_pool_bytes_dirty'""";

  /**
   * Pages that were changed and not written may all be this table's, and then its file is another
   * one. As a share of the file: what SQL is off by at least.
   */
  private static final double UNWRITTEN_MAX = 0.02;

  private final Target target;
  private final FilesHere here;
  private final FileMeasurer files;
  private final Measurer otherwise;

  /**
   * @param otherwise what is done where files cannot be measured
   */
  public FileMeasuring(Target target, TargetConfig config, FileMeasurer files, Measurer otherwise) {
    this.target = target;
    this.here = new FilesHere(target, config);
    this.files = files;
    this.otherwise = otherwise;
  }

  @Override
  public Outcome measure(Subject subject) {
    try {
      Search search = here.find(subject);
      return search instanceof Found found
          ? measured(subject, found)
          : otherwise(subject, ((NotFound) search).reason());
    } catch (TargetException e) {
      return new Unmeasured(String.valueOf(e.getMessage()));
    }
  }

  private Outcome measured(Subject subject, Found found) {
    ByteSize unwritten = target.ask(FileMeasuring::unwritten);
    double share = (double) unwritten.bytes() / Math.max(1, size(found).bytes());
    if (share <= UNWRITTEN_MAX) {
      return inFiles(subject, found);
    }
    String reason = "the server has yet to write " + unwritten + " of changed pages";
    Outcome bySql = otherwise(subject, reason);
    return bySql instanceof Measured measured && measured.measurement().error() <= share
        ? bySql
        : lessCertain(inFiles(subject, found), share, reason);
  }

  private static ByteSize unwritten(Connection connection) throws SQLException {
    return new ByteSize(Long.parseLong(Target.text(connection, UNWRITTEN)));
  }

  private static ByteSize size(Found found) {
    return found.files().stream().map(DataFile::size).reduce(ByteSize.ZERO, ByteSize::plus);
  }

  private static Outcome lessCertain(Outcome outcome, double share, String reason) {
    return outcome instanceof Measured measured
        ? new Measured(
            with(measured.measurement(), measured.measurement().error() + share, "; " + reason))
        : outcome;
  }

  private Outcome inFiles(Subject subject, Found found) {
    Map<Long, String> names = target.ask(connection -> names(connection, found.files()));
    Outcome outcome = files.measure(found.paths(), names);
    return outcome instanceof Unmeasured unmeasured
        ? otherwise(subject, unmeasured.reason())
        : outcome;
  }

  private Outcome otherwise(Subject subject, String reason) {
    Outcome outcome = otherwise.measure(subject);
    if (outcome instanceof Measured measured) {
      return new Measured(because(measured.measurement(), reason));
    }
    return outcome instanceof Unmeasured unmeasured
        ? new Unmeasured(reason + "; " + unmeasured.reason())
        : outcome;
  }

  private static Measurement because(Measurement found, String reason) {
    return with(found, found.error(), "; not in its files: " + reason);
  }

  private static Measurement with(Measurement found, double error, String remark) {
    return new Measurement(
        found.source(),
        found.fileSize(),
        found.pageSize(),
        found.isCompressed(),
        found.indexes(),
        found.free(),
        error,
        found.bytesRead(),
        found.took(),
        found.basis() + remark,
        found.parts().stream().map(part -> with(part, error, remark)).toList());
  }

  private static Map<Long, String> names(Connection connection, List<DataFile> tables)
      throws SQLException {
    Map<Long, String> names = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
      for (DataFile file : tables) {
        statement.setString(1, file.dictionaryName());
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            names.put(row.getLong(1), row.getString(2));
          }
        }
      }
    }
    return names;
  }
}
