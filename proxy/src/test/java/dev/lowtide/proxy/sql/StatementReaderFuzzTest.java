package dev.lowtide.proxy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lowtide.proxy.activity.Footprint;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Any bytes are a text, every text has facts, and what the server does not look at does not change
 * them.
 *
 * <p>The first byte of an input says whether backslashes escape and whether there is a schema; so
 * inputs begin with a digit, and the rest of them is SQL.
 */
class StatementReaderFuzzTest {

  @FuzzTest(maxDuration = "5m")
  void everyTextHasFactsThatSpaceAndCommentsDoNotChange(byte[] input) {
    Text text = Text.of(input);
    List<String> tokens = tokens(text);
    StatementFacts facts = text.facts();

    assertThat(tokens.size()).isLessThanOrEqualTo(text.sql().length());
    assertThat(facts.digest().length()).isLessThanOrEqualTo(DigestBuilder.LENGTH_MAX);
    assertThat(facts.footprint().tables().size()).isLessThanOrEqualTo(Footprint.NAMES_MAX);
    assertThat(text.with(" \t\n/* FROM x */ " + text.sql()).facts()).isEqualTo(facts);
    if (isClosed(text, tokens) && isReadOneWay(text)) {
      assertThat(text.with(text.sql() + "\n/* FROM x */ -- FROM y").facts()).isEqualTo(facts);
      assertThat(text.with(String.join(" ", tokens)).facts()).isEqualTo(facts);
      assertThat(text.with(String.join("/**/", tokens)).facts()).isEqualTo(facts);
    }
    assertThat(text.cutShort().footprint().isUnknown()).isTrue();
    assertThat(facts.effects().size()).isLessThanOrEqualTo(text.sql().length());
  }

  /** Whatever is changed in a text: as long as its fingerprint is the same, so are its facts. */
  @FuzzTest(maxDuration = "5m")
  void textsOfOneFingerprintHaveTheSameFacts(byte[] input) {
    Text text = Text.of(input);
    String sql = text.sql();
    List<Text> others =
        List.of(
            text.with(sql.replace('1', '7').replace('2', '1')),
            text.with(sql.replace("'a", "'FROM x")),
            text.with(sql.replace("1", "1, 2, 3")),
            text.with(sql.replace(" ", " /* FROM x */ ")),
            text.with(sql.replaceAll("[a-z]'", "z'")));
    for (Text other : others) {
      if (other.fingerprint().equals(text.fingerprint())) {
        assertThat(other.facts()).isEqualTo(text.facts());
      }
    }
  }

  /** Neither a statement that touches nothing nor comments change it. */
  @FuzzTest(maxDuration = "5m")
  void everyBodyHasAFootprint(byte[] input) {
    Text text = Text.of(input);
    Footprint once = text.body();

    assertThat(once.tables().size()).isLessThanOrEqualTo(Footprint.NAMES_MAX);
    assertThat(text.with("DO 1;\n" + text.sql()).body()).isEqualTo(once);
    assertThat(text.with("/* FROM x */ " + text.sql()).body()).isEqualTo(once);
  }

  /** Whether what is put behind the text would not become a part of its last token. */
  private static boolean isClosed(Text text, List<String> tokens) {
    return tokens(text.with(text.sql() + "\n")).equals(tokens);
  }

  /** What is put between tokens may stand inside of a token in another reading of the text. */
  private static boolean isReadOneWay(Text text) {
    SqlLexer lexer = new SqlLexer(text.sql(), text.hasBackslashEscapes());
    while (lexer.next() != Token.END) {
      assertThat(lexer.text()).isNotEmpty();
    }
    return lexer.alternatives().isEmpty();
  }

  private static List<String> tokens(Text text) {
    SqlLexer lexer = new SqlLexer(text.sql(), text.hasBackslashEscapes());
    List<String> tokens = new ArrayList<>();
    while (lexer.next() != Token.END) {
      assertThat(lexer.text()).isNotEmpty();
      tokens.add(lexer.text());
    }
    return tokens;
  }

  private record Text(String sql, String schema, boolean hasBackslashEscapes) {

    static Text of(byte[] input) {
      String all = new String(input, StandardCharsets.UTF_8);
      int choice = all.isEmpty() ? 0 : all.charAt(0);
      String sql = all.isEmpty() ? "" : all.substring(1);
      return new Text(sql, (choice & 2) == 0 ? "db" : "", (choice & 1) == 0);
    }

    Text with(String sql) {
      return new Text(sql, schema, hasBackslashEscapes);
    }

    List<Long> fingerprint() {
      byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
      Fingerprint fingerprint = new Fingerprint();
      int length = Math.min(bytes.length, Fingerprint.BYTES_MAX);
      fingerprint.read(Unpooled.wrappedBuffer(bytes), 0, length, hasBackslashEscapes);
      return List.of(fingerprint.high(), fingerprint.low());
    }

    StatementFacts facts() {
      return StatementReader.read(sql, schema, hasBackslashEscapes, true);
    }

    Footprint body() {
      return BodyReader.read(sql, schema, hasBackslashEscapes);
    }

    StatementFacts cutShort() {
      return StatementReader.read(sql, schema, hasBackslashEscapes, false);
    }
  }
}
