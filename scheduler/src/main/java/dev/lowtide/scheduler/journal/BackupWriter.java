package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.journal.BackupManifest.Content;
import dev.lowtide.scheduler.journal.StoreTables.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes all of a store into one portable file, as it was at one moment. */
final class BackupWriter {

  /** Some hundred kilobytes, so that a large store does not come into memory whole. */
  private static final int ROWS_AT_A_TIME = 500;

  private BackupWriter() {}

  /** The connection is in a transaction that sees one moment. */
  static BackupManifest write(
      Connection connection, StoreKind kind, String schema, OutputStream out, Instant now)
      throws SQLException, IOException {
    SealedStream sealed = new SealedStream(out);
    List<Content> contents = new ArrayList<>();
    ZipOutputStream zip = new ZipOutputStream(sealed, StandardCharsets.UTF_8);
    zip.setComment(SealedStream.PLACE);
    for (Table table : StoreTables.of(connection)) {
      zip.putNextEntry(new ZipEntry(BackupManifest.entryOf(table.name())));
      contents.add(write(connection, kind, table, zip));
      zip.closeEntry();
    }
    BackupManifest manifest =
        new BackupManifest(BackupManifest.FORMAT, schema, kind, now.toEpochMilli(), contents);
    zip.putNextEntry(new ZipEntry(BackupManifest.ENTRY));
    zip.write(Documents.write(manifest).getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
    zip.finish();
    sealed.seal();
    return manifest;
  }

  /** The rows of one table, and what there is to say of them. */
  static Content write(Connection connection, StoreKind kind, Table table, OutputStream out)
      throws SQLException, IOException {
    LineSum sum = new LineSum();
    long rows = 0;
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      // MySQL's driver sends row by row if it is asked for the smallest of all numbers.
      statement.setFetchSize(kind == StoreKind.MYSQL ? Integer.MIN_VALUE : ROWS_AT_A_TIME);
      try (ResultSet row = statement.executeQuery("SELECT * FROM " + table.name())) {
        while (row.next()) {
          byte[] line = (RowText.write(table, row) + "\n").getBytes(StandardCharsets.UTF_8);
          sum.add(line);
          out.write(line);
          rows++;
        }
      }
    }
    return new Content(table.name(), rows, sum.text());
  }
}
