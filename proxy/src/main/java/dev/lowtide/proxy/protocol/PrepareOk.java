package dev.lowtide.proxy.protocol;

/**
 * COM_STMT_PREPARE_OK.
 *
 * @param parameters how many parameter definitions follow
 * @param columns how many column definitions follow those
 */
public record PrepareOk(long statementId, int columns, int parameters) {

  public static PrepareOk read(PayloadReader reader) {
    reader.skip(1);
    return new PrepareOk(reader.int4(), reader.int2(), reader.int2());
  }
}
