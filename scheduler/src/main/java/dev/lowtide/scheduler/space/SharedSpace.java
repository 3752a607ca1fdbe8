package dev.lowtide.scheduler.space;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tablespace that tables share: a general one, or the system tablespace.
 *
 * @param tables that lie in it, whole or in part
 */
public record SharedSpace(String name, ByteSize fileSize, List<Tenant> tables) {

  /** What INNODB_TABLES calls the system tablespace. */
  public static final String SYSTEM = "innodb_system";

  /** As many as anybody reads. */
  private static final int NAMED_MAX = 20;

  /** A table and what it has of the tablespace, by the server's statistics. */
  public record Tenant(TableName table, ByteSize size) {}

  public SharedSpace {
    tables = List.copyOf(tables);
  }

  boolean isSystem() {
    return name.equals(SYSTEM);
  }

  String tenants() {
    String named =
        tables.stream()
            .limit(NAMED_MAX)
            .map(tenant -> tenant.table() + " (" + tenant.size() + ")")
            .collect(Collectors.joining(", "));
    int more = tables.size() - NAMED_MAX;
    return more > 0 ? named + " and " + more + " more" : named;
  }
}
