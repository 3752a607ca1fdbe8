package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of tables as InnoDB has them: {@code schema/table}, or {@code schema/table#p#partition},
 * with everything but letters, digits and underscores written as {@code @} and four digits. See
 * "Mapping of Identifiers to File Names" in the manual; its two-character codes for letters beyond
 * ASCII are not understood here.
 */
final class FileName {

  private static final Pattern ENCODED = Pattern.compile("@([0-9a-f]{4})");
  private static final String PARTITION = "#p#";
  private static final int BEYOND_ASCII = 0x80;

  private FileName() {}

  /** The name without partitions, or nothing if it has characters beyond ASCII. */
  static Optional<String> of(TableName table) {
    return encode(table.schema()).flatMap(s -> encode(table.table()).map(t -> s + "/" + t));
  }

  /** The table that a file belongs to, or nothing if its name is not understood. */
  static Optional<TableName> table(String fileName) {
    int slash = fileName.indexOf('/');
    if (slash < 1) {
      return Optional.empty();
    }
    int partition = fileName.toLowerCase(Locale.ROOT).indexOf(PARTITION, slash);
    String table = fileName.substring(slash + 1, partition < 0 ? fileName.length() : partition);
    return decode(fileName.substring(0, slash))
        .flatMap(s -> decode(table).map(t -> new TableName(s, t)));
  }

  private static Optional<String> encode(String name) {
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= BEYOND_ASCII) {
        return Optional.empty();
      }
      boolean isPlain = c == '_' || Character.isLetterOrDigit(c);
      encoded.append(isPlain ? String.valueOf(c) : String.format("@%04x", (int) c));
    }
    return Optional.of(encoded.toString());
  }

  static Optional<String> decode(String name) {
    Matcher matcher = ENCODED.matcher(name);
    String decoded =
        matcher.replaceAll(
            match ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    boolean isUnderstood =
        !ENCODED.matcher(name).replaceAll("").contains("@")
            && decoded.chars().allMatch(c -> c < BEYOND_ASCII);
    return isUnderstood && !name.isEmpty() && !name.startsWith("#")
        ? Optional.of(decoded)
        : Optional.empty();
  }
}
