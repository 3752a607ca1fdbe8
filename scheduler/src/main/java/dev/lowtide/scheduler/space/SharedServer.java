package dev.lowtide.scheduler.space;

import dev.lowtide.proxy.activity.TableName;
import java.util.List;
import java.util.Optional;

/** Tablespaces that tables share, at the target. Any call may find it out of reach. */
public interface SharedServer {

  /** All general tablespaces but the server's own, and the system tablespace. */
  List<SharedSpace> spaces();

  /** The one in which a table lies; nothing if it has files of its own. */
  default Optional<SharedSpace> homeOf(TableName table) {
    return spaces().stream()
        .filter(space -> space.tables().stream().anyMatch(tenant -> tenant.table().equals(table)))
        .findFirst();
  }
}
