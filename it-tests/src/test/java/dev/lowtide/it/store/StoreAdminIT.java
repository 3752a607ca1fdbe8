package dev.lowtide.it.store;

import dev.lowtide.scheduler.journal.StoreAdminTest;
import dev.lowtide.scheduler.journal.StoreConfig;
import dev.lowtide.scheduler.journal.StoreKind;
import org.junit.jupiter.api.Nested;

/** Backups go from every kind of store to another, and schemas there and back on all of them. */
class StoreAdminIT {

  @Nested
  class FromAFileToPostgreSql extends StoreAdminTest {
    @Override
    protected StoreConfig other() {
      return StoreServers.fresh(StoreKind.POSTGRESQL);
    }
  }

  @Nested
  class FromPostgreSqlToMySql extends StoreAdminTest {
    @Override
    protected StoreConfig fresh() {
      return StoreServers.fresh(StoreKind.POSTGRESQL);
    }

    @Override
    protected StoreConfig other() {
      return StoreServers.fresh(StoreKind.MYSQL);
    }
  }

  @Nested
  class FromMySqlToAFile extends StoreAdminTest {
    @Override
    protected StoreConfig fresh() {
      return StoreServers.fresh(StoreKind.MYSQL);
    }

    @Override
    protected StoreConfig other() {
      return super.fresh();
    }
  }
}
