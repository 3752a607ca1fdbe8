package dev.lowtide.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.app.ConfigException;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.StoreConfig;
import dev.lowtide.scheduler.journal.StoreException;
import dev.lowtide.scheduler.journal.StoreKind;
import dev.lowtide.scheduler.operator.AuditVerdict;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunState;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** A whole Lowtide that keeps its store on a server. */
class StoreOnServerIT {

  @OnEachServer
  void aRunSucceedsAndIsThereAfterARestart(StoreKind kind) throws Exception {
    StoreConfig store = StoreServers.fresh(kind);
    RunView ended;
    try (RunningLowtide lowtide = RunningLowtide.start(Lab.server(), StoreServers.setting(store));
        Connection direct = Lab.server().connect()) {
      direct.setCatalog(Lab.SCHEMA);
      ended = StoreLab.shrink(lowtide, direct, "kept_elsewhere");
      assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    }

    try (RunningLowtide again = RunningLowtide.start(Lab.server(), StoreServers.setting(store))) {
      Operator operator = again.app().operator();
      assertThat(operator.run(ended.run().id()).run()).isEqualTo(ended.run());
      assertThat(operator.report(ended.run().id()).run()).isEqualTo(ended.run().id());
      assertThat(operator.audit()).hasSizeGreaterThan(5);
    }
    try (Store opened = Store.open(store)) {
      AuditVerdict verdict = new Journal(opened).trail().verify();
      assertThat(verdict.isUnbroken()).as(verdict.text()).isTrue();
    }
  }

  /** Each would take the other's runs for its own. */
  @OnEachServer
  void aSecondLowtideIsNotLetIn(StoreKind kind) throws Exception {
    String setting = StoreServers.setting(StoreServers.fresh(kind));
    try (RunningLowtide lowtide = RunningLowtide.start(Lab.server(), setting)) {
      assertThat(lowtide.app().operator().runs()).isEmpty();

      assertThatThrownBy(() -> RunningLowtide.start(Lab.server(), setting).close())
          .isInstanceOf(ConfigException.class)
          .hasMessage("store.url: another Lowtide is at work on it (expected: one at a time)");
    }

    RunningLowtide.start(Lab.server(), setting).close();
  }

  /** Not even its schema: a newer build's would be another one. */
  @OnEachServer
  void aSecondOneChangesNothing(StoreKind kind) {
    StoreConfig config = StoreServers.fresh(kind);
    try (Store store = Store.open(config)) {
      assertThat(store.id()).isNotEmpty();

      assertThatThrownBy(() -> Store.open(config))
          .isInstanceOf(StoreException.class)
          .hasMessage("store.url: another Lowtide is at work on it (expected: one at a time)");
    }

    Store.open(config).close();
  }

  @Test
  void twoStoresOnOneServerAreTwo() throws Exception {
    try (RunningLowtide one =
            RunningLowtide.start(
                Lab.server(), StoreServers.setting(StoreServers.fresh(StoreKind.MYSQL)));
        RunningLowtide other =
            RunningLowtide.start(
                Lab.server(), StoreServers.setting(StoreServers.fresh(StoreKind.MYSQL)))) {
      assertThat(one.app().operator().runs()).isEqualTo(other.app().operator().runs());
    }
  }
}
