package dev.lowtide.it.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.sql.StatementReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The tables of a text are those that a parser of all of the grammar finds. What it refuses it
 * cannot judge; how many it judged has a floor.
 */
class ParsersTest {

  private static final int STATEMENTS = 5000;

  /** Most of what it refuses is a hint, a comment or a literal that only MySQL knows. */
  private static final int JUDGED_MIN = 2000;

  private static final int JUDGED_OF_CORPUS_MIN = 70;

  private static final String SCHEMA = "here";

  /** It takes no notice of where a common table is known: neither for it nor for us they count. */
  private static final Pattern COMMON_TABLE =
      Pattern.compile(
          "(\\w+)\\s*(\\(id, a, b\\)\\s*)?AS\\s*\\(\\s*(WITH|SELECT)", Pattern.CASE_INSENSITIVE);

  /** In DELETE FROM x0 USING t1 AS x0 it takes the alias for a table. */
  private static final Pattern ALIAS = Pattern.compile("x\\d+");

  @Test
  void theParserFindsTheSameTablesInWhatWasMadeUp() {
    StatementGenerator generator = new StatementGenerator(20260101);
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < STATEMENTS; i++) {
      statements.add(generator.next());
    }

    Verdict verdict = judge(statements);

    assertThat(verdict.differing()).isEmpty();
    assertThat(verdict.judged()).isGreaterThan(JUDGED_MIN);
  }

  @Test
  void theParserFindsTheSameTablesInWhatMappersAndBenchmarksSend() throws IOException {
    Verdict verdict = judge(corpus());

    assertThat(verdict.differing()).isEmpty();
    assertThat(verdict.judged()).isGreaterThan(JUDGED_OF_CORPUS_MIN);
  }

  private record Verdict(int judged, List<String> differing) {}

  private static Verdict judge(List<String> statements) {
    List<String> differing = new ArrayList<>();
    int judged = 0;
    for (String sql : statements) {
      Set<TableName> theirs = isMisread(sql) ? null : theirs(sql);
      if (theirs != null) {
        judged++;
        Set<TableName> ours = withoutCommonTables(sql, ours(sql));
        if (!ours.equals(withoutCommonTables(sql, theirs))) {
          differing.add(sql + "\n  the parser: " + theirs + "\n  we: " + ours);
        }
      }
    }
    return new Verdict(judged, differing);
  }

  /** It takes an index for a table, and does not look into REPLACE … SET. */
  private static boolean isMisread(String sql) {
    return sql.startsWith("DROP INDEX") || (sql.contains("REPLACE INTO") && sql.contains(" SET "));
  }

  private static Set<TableName> ours(String sql) {
    return StatementReader.read(sql, SCHEMA, true, true).footprint().tables().keySet();
  }

  private static @Nullable Set<TableName> theirs(String sql) {
    try {
      return TablesNamesFinder.findTables(sql).stream()
          .map(ParsersTest::name)
          .filter(table -> !ALIAS.matcher(table.table()).matches())
          .collect(Collectors.toSet());
    } catch (JSQLParserException | RuntimeException e) {
      return null;
    }
  }

  private static TableName name(String text) {
    String plain = text.replace("`", "").replace(" ", "");
    return TableName.parse(plain.contains(".") ? plain : SCHEMA + "." + plain);
  }

  private static Set<TableName> withoutCommonTables(String sql, Set<TableName> tables) {
    Set<TableName> others = new HashSet<>(tables);
    COMMON_TABLE
        .matcher(sql)
        .results()
        .forEach(match -> others.remove(new TableName(SCHEMA, match.group(1))));
    return others;
  }

  /** Statements in the shape of those that well-known mappers and benchmarks send. */
  private static List<String> corpus() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ParsersTest.class.getResourceAsStream("corpus.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
