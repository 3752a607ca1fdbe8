package dev.lowtide.it.chaos;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/** Values as SQL that mean the same bytes whoever sends them, and whatever his character set. */
final class Literals {

  private static final HexFormat HEX = HexFormat.of();

  /** Of every script a little; the last ones lie beyond the basic plane. */
  private static final String[] PIECES = {
    "a", "B", "z", "Z", "0", " ", "'", "\"", "\\", "%", "_", "\t", "\n", "é", "É", "ß", "ø", "Ж",
    "日本", "ﬁ", "\u0301", "\u200b", "😀", "🇩🇪", "𝄞"
  };

  /** Those of them that Latin 1 knows. */
  private static final int LATIN = 17;

  private Literals() {}

  static String text(String text) {
    return "_utf8mb4 x'" + HEX.formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
  }

  static String bytes(byte[] bytes) {
    return "x'" + HEX.formatHex(bytes) + "'";
  }

  static String quoted(String plain) {
    return "'" + plain + "'";
  }

  static String anyText(Random random, int charactersMax) {
    return text(mixed(random, charactersMax, PIECES.length));
  }

  static String latinText(Random random, int charactersMax) {
    return text(mixed(random, charactersMax, LATIN));
  }

  /** At most so many characters as MySQL counts them. */
  private static String mixed(Random random, int charactersMax, int pieces) {
    int wanted = random.nextInt(charactersMax + 1);
    StringBuilder text = new StringBuilder();
    while (text.codePointCount(0, text.length()) < wanted - 1) {
      text.append(PIECES[random.nextInt(pieces)]);
    }
    return text.toString();
  }

  static String anyBytes(Random random, int bytesMax) {
    byte[] bytes = new byte[random.nextInt(bytesMax + 1)];
    random.nextBytes(bytes);
    if (bytes.length > 0 && random.nextInt(4) == 0) {
      bytes[bytes.length - 1] = 0;
    }
    return bytes(bytes);
  }
}
