package dev.lowtide.it.clients;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client has been told in the course of a conversation, but for what no two sessions share:
 * their ids.
 */
final class Transcript {

  /** Longer ones are written down as their length and their digest. */
  private static final int TEXT_LENGTH_MAX = 200;

  private final List<String> lines = new ArrayList<>();

  List<String> lines() {
    return lines;
  }

  void say(String what, @Nullable Object... values) {
    StringBuilder line = new StringBuilder(what).append(':');
    for (@Nullable Object value : values) {
      line.append(' ').append(text(value));
    }
    lines.add(line.toString());
  }

  /** Column heads with their types, and every row to the last. */
  void rows(String what, ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      say(what, columns.getColumnLabel(i), columns.getColumnType(i), columns.getPrecision(i));
    }
    while (rows.next()) {
      @Nullable Object[] values = new @Nullable Object[columns.getColumnCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = rows.getObject(i + 1);
      }
      say(what, values);
    }
  }

  /** Does what must fail, and writes down how it did. */
  void failure(String what, Attempt attempt) throws Exception {
    try {
      attempt.make();
      say(what, "succeeded");
    } catch (SQLException e) {
      say(what, e.getErrorCode(), e.getSQLState(), withoutIds(String.valueOf(e.getMessage())));
      if (e instanceof BatchUpdateException batch) {
        say(what, (Object) batch.getUpdateCounts());
      }
    }
  }

  interface Attempt {
    void make() throws Exception;
  }

  /** Does what finds its session gone; in which words depends on how quick the network was. */
  void end(String what, Attempt attempt) throws Exception {
    try {
      attempt.make();
      say(what, "succeeded");
    } catch (SQLException e) {
      say(what, e.getErrorCode(), e.getSQLState());
    }
  }

  /** One driver puts the session's id before the server's words. */
  private static String withoutIds(String message) {
    return message.replaceAll("conn=\\d+", "conn=N");
  }

  private static String text(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.length > TEXT_LENGTH_MAX ? digest(bytes) : HexFormat.of().formatHex(bytes);
    }
    if (value instanceof int[] numbers) {
      return Arrays.toString(numbers);
    }
    String text = String.valueOf(value);
    return text.length() > TEXT_LENGTH_MAX ? digest(text.getBytes(StandardCharsets.UTF_8)) : text;
  }

  private static String digest(byte... bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return bytes.length + " bytes, " + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
