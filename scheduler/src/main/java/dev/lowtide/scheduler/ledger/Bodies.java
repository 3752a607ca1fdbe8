package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.Footprint;

/**
 * Tells what the body of a routine or a trigger touches.
 *
 * <p>It comes in by the door: this side knows nothing of SQL's grammar, the proxy's lexer does.
 */
@FunctionalInterface
public interface Bodies {

  /** Nothing can be told of any body, so each touches everything. */
  Bodies UNREADABLE = (body, schema, hasBackslashEscapes) -> Footprint.UNKNOWN;

  /**
   * What running the body may touch, by the names that stand in it.
   *
   * @param schema what names without one mean
   * @param hasBackslashEscapes whether a backslash means anything in its strings
   */
  Footprint read(String body, String schema, boolean hasBackslashEscapes);
}
