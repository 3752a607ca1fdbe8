package dev.lowtide.proxy.activity;

/**
 * A stored procedure or function by schema and name; their names never tell upper from lower case.
 */
public record RoutineName(Kind kind, String schema, String name) {

  /** Procedures and functions have names of their own each. */
  public enum Kind {
    PROCEDURE,
    /** What looks like one in a text may be one of the server's own. */
    FUNCTION
  }

  public RoutineName {
    schema = TableName.fold(schema);
    name = TableName.fold(name);
  }

  public static RoutineName procedure(String schema, String name) {
    return new RoutineName(Kind.PROCEDURE, schema, name);
  }

  public static RoutineName function(String schema, String name) {
    return new RoutineName(Kind.FUNCTION, schema, name);
  }

  @Override
  public String toString() {
    return schema + "." + name + "()";
  }
}
