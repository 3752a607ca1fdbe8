package dev.lowtide.proxy.sql;

/** Kinds of tokens. */
enum Token {
  /** A keyword or an unquoted name. */
  WORD,
  /** A name in backticks. */
  NAME,
  /** In double quotes: a string, or a name if sql_mode has ANSI_QUOTES. */
  DOUBLE_QUOTED,
  STRING,
  NUMBER,
  /** One character of punctuation. */
  SYMBOL,
  END
}
