package dev.lowtide.scheduler.space;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.util.List;
import java.util.Optional;

/** Tablespaces that tables share, at the target. Any call may find it out of reach. */
public interface SharedServer {

  /**
   * All general tablespaces but the server's own, and the system tablespace. It takes long where
   * thousands of tables are in them.
   */
  List<SharedSpace> spaces();

  /** The one in which a table lies; nothing if it has files of its own. It asks for no other. */
  Optional<Home> homeOf(TableName table);

  /**
   * Where a table lies, whole or in part.
   *
   * @param size what the table has of it, by the server's statistics
   */
  record Home(String name, ByteSize size) {

    boolean isSystem() {
      return name.equals(SharedSpace.SYSTEM);
    }
  }
}
