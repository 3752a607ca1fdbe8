package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Footprint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the statements of one text, in one {@link Reading} of it. */
final class TextReader {

  private final SqlLexer lexer;
  private final StatementCursor at;
  private final VerbReader verbs;

  /** A SET in it may change how what follows is to be read. */
  private boolean isModeInDoubt;

  TextReader(String sql, Reading reading, String schema) {
    this.lexer = new SqlLexer(sql, reading);
    this.at = new StatementCursor(lexer, reading, schema);
    this.verbs = new VerbReader(at);
  }

  List<Reading> alternatives() {
    return lexer.alternatives();
  }

  StatementFacts read() {
    Footprint footprint = Footprint.NONE;
    StatementKind whole = StatementKind.EMPTY;
    at.next();
    while (lexer.token() != Token.END) {
      if (lexer.isSymbol(';')) {
        at.next();
      } else {
        footprint = footprint.plus(isModeInDoubt ? Footprint.UNKNOWN : Footprint.NONE);
        StatementKind kind = readStatement();
        footprint = footprint.plus(at.tables().footprint());
        whole = whole.and(kind);
      }
    }
    return new StatementFacts(
        whole, footprint, lexer.digest(), usedSchema(), at.effects(), at.schemasNamed(), null);
  }

  private StatementKind readStatement() {
    at.begin();
    while (lexer.isSymbol('(')) {
      at.accept();
    }
    StatementKind kind = verbs.read();
    isModeInDoubt |= verbs.changesMode();
    return at.rest(kind);
  }

  private @Nullable String usedSchema() {
    return verbs.usedSchema();
  }
}
