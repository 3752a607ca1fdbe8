package dev.lowtide.scheduler.operator;

import dev.lowtide.proxy.activity.TableName;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions somebody wants to see.
 *
 * @param table only those that may touch it; null for all
 * @param isOnlyOpen only those with an open transaction
 */
public record SessionFilter(@Nullable TableName table, boolean isOnlyOpen) {

  public static final SessionFilter ALL = new SessionFilter(null, false);
}
