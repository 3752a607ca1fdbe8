package dev.lowtide.app;

/** How what is to be made smaller is named on the command line. */
final class Subjects {

  static final String DESCRIPTION =
      "SCHEMA.TABLE, SCHEMA.TABLE#PARTITION, undo:NAME or undo:*, general:NAME, binlog:*, or"
          + " fulltext:SCHEMA.TABLE; 'lowtide spaces' lists them.";

  private Subjects() {}
}
