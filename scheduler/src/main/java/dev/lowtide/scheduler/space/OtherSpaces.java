package dev.lowtide.scheduler.space;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Space;
import java.util.List;

/** Space of which there is nothing to know but what the server lists. */
public interface OtherSpaces {

  /** Partitions with files of their own: those without rows first, then the largest. */
  List<Space> partitions();

  /** The global temporary tablespace, and what sessions have taken from the pool of their own. */
  List<Space> temporary();

  /** Tables behind FULLTEXT indexes, added up for the table that has the indexes. */
  List<Space> fulltext();

  /** The same of one table, however small; nothing if it has none. */
  ByteSize fulltext(TableName table);

  /** Tables of the server's own. */
  List<Space> ofServer();
}
