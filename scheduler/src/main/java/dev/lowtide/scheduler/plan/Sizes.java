package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Subject;

/** What something occupies on disk at this moment. */
@FunctionalInterface
public interface Sizes {

  /** Nothing of what is not there any more. */
  ByteSize of(Subject subject);

  /** Of whole tables. */
  static Sizes ofTables(TablespaceCatalog catalog) {
    return subject ->
        catalog
            .describe(subject.table())
            .map(table -> table.facts().tablespace().fileSize())
            .orElse(ByteSize.ZERO);
  }
}
