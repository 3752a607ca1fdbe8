package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.TableName;

/**
 * A table where a query names it.
 *
 * @param alias what the query calls it; empty if by its own name
 */
record Mention(TableName table, String alias) {

  /** Whether this is what the query means by a name; the schema is empty if it says none. */
  boolean isCalled(String schema, String name) {
    if (!alias.isEmpty()) {
      return schema.isEmpty() && alias.equalsIgnoreCase(name);
    }
    return table.table().equalsIgnoreCase(name)
        && (schema.isEmpty() || table.schema().equalsIgnoreCase(schema));
  }
}
