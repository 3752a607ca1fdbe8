package dev.lowtide.proxy.protocol;

/**
 * COM_STMT_PREPARE_OK.
 *
 * @param hasDefinitions whether the definitions of its parameters and columns follow; under
 *     CLIENT_OPTIONAL_RESULTSET_METADATA a session may have asked for none
 */
public record PrepareOk(long statementId, int columns, int parameters, boolean hasDefinitions) {

  private static final int FILLER_AND_WARNINGS = 1 + 2;

  public static PrepareOk read(PayloadReader reader) {
    reader.skip(1);
    long statementId = reader.int4();
    int columns = reader.int2();
    int parameters = reader.int2();
    boolean saysMore = reader.remaining() > FILLER_AND_WARNINGS;
    if (saysMore) {
      reader.skip(FILLER_AND_WARNINGS);
    }
    return new PrepareOk(statementId, columns, parameters, !saysMore || reader.int1() != 0);
  }
}
