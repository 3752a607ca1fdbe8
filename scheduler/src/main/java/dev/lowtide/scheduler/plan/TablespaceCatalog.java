package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Tablespace;
import java.util.List;
import java.util.Optional;

/** The target's tables and what they occupy. */
public interface TablespaceCatalog {

  ServerVersion version();

  /** Tables of users with files of their own of at least this size, the largest first. */
  List<Tablespace> tablespaces(ByteSize fileSizeMin);

  /** One table, or nothing if there is none of that name. */
  Optional<TableDescription> describe(TableName table);
}
