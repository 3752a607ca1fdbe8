package dev.lowtide.it.store;

import dev.lowtide.scheduler.journal.AnswerStoreTest;
import dev.lowtide.scheduler.journal.ExperienceTest;
import dev.lowtide.scheduler.journal.JournalTest;
import dev.lowtide.scheduler.journal.JournalTextsTest;
import dev.lowtide.scheduler.journal.LoadStoreTest;
import dev.lowtide.scheduler.journal.PeopleStoreLeaversTest;
import dev.lowtide.scheduler.journal.PeopleStoreTest;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.StoreKind;
import org.junit.jupiter.api.Nested;

/** What holds for a store in memory holds on real servers: the very same tests. */
class StoresIT {

  @Nested
  class JournalOnPostgreSql extends JournalTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.POSTGRESQL);
    }
  }

  @Nested
  class JournalOnMySql extends JournalTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.MYSQL);
    }
  }

  @Nested
  class TextsOnPostgreSql extends JournalTextsTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.POSTGRESQL);
    }
  }

  @Nested
  class TextsOnMySql extends JournalTextsTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.MYSQL);
    }
  }

  @Nested
  class PeopleOnPostgreSql extends PeopleStoreTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.POSTGRESQL);
    }
  }

  @Nested
  class PeopleOnMySql extends PeopleStoreTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.MYSQL);
    }
  }

  @Nested
  class LeaversOnPostgreSql extends PeopleStoreLeaversTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.POSTGRESQL);
    }
  }

  @Nested
  class LeaversOnMySql extends PeopleStoreLeaversTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.MYSQL);
    }
  }

  @Nested
  class ExperienceOnPostgreSql extends ExperienceTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.POSTGRESQL);
    }
  }

  @Nested
  class ExperienceOnMySql extends ExperienceTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.MYSQL);
    }
  }

  @Nested
  class AnswersOnPostgreSql extends AnswerStoreTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.POSTGRESQL);
    }
  }

  @Nested
  class LoadOnPostgreSql extends LoadStoreTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.POSTGRESQL);
    }
  }

  @Nested
  class AnswersOnMySql extends AnswerStoreTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.MYSQL);
    }
  }

  @Nested
  class LoadOnMySql extends LoadStoreTest {
    @Override
    protected Store open() {
      return StoreServers.open(StoreKind.MYSQL);
    }
  }
}
