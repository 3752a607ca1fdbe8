package dev.lowtide.scheduler.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.copy.LogFiles;
import dev.lowtide.scheduler.plan.PlanOutcome;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.space.BinlogServer.Reader;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BinlogPlannerTest {

  private final Server server = new Server();
  private final BinlogPlanner planner =
      new BinlogPlanner(server, () -> "MySQL 8.0.31", Clock.fixed(Plans.NOW, ZoneOffset.UTC));

  @Test
  void whereNobodyNeedsAnythingAllButTheLastFileGo() {
    ShrinkPlan plan = plan("binlog:*");

    assertThat(plan.statements()).containsExactly("PURGE BINARY LOGS TO 'binlog.000012'");
    assertThat(plan.subject()).hasToString("binlog:binlog.000012");
    assertThat(plan.estimate().reclaimable()).isEqualTo(new ByteSize(300));
  }

  @Test
  void theOldestThatAnybodyNeedsStays() {
    server.needs.add(new BinlogServer.Need("replica a:3306", "binlog.000011", "uuid-a"));
    server.needs.add(new BinlogServer.Need("copy 4 of shop.orders", "binlog.000010", ""));

    assertThat(plan("binlog:*").statements())
        .containsExactly("PURGE BINARY LOGS TO 'binlog.000010'");
    assertThat(refusal("binlog:binlog.000011"))
        .isEqualTo("files before binlog.000011 are needed yet (expected: at most binlog.000010)");
  }

  @Test
  void whoDoesNotSayWhatIsNeededNeedsAll() {
    server.needs.add(new BinlogServer.Need("replica a:3306", "", "uuid-a"));

    assertThat(refusal("binlog:*")).startsWith("nothing is older than binlog.000009");
  }

  @Test
  void readersThatNobodyAsksAreAReasonToLeaveAllAlone() {
    server.readers.add(new Reader("repl@10.0.0.7", ""));

    List<CheckResult> checks = planner.check(plan("binlog:*"));

    assertThat(checks).allMatch(CheckResult::isLasting);
    assertThat(checks.get(0).text()).contains("repl@10.0.0.7", "target.replicas");
  }

  /** It is asked, though it does not read at the moment; and somebody reads who is not asked. */
  @Test
  void asManyReadersAsReplicasAreNotTheSameForThat() {
    server.needs.add(new BinlogServer.Need("replica a:3306", "binlog.000011", "uuid-a"));
    server.readers.add(new Reader("cdc@10.0.0.7", "uuid-b"));
    assertThat(planner.check(plan("binlog:*"))).allMatch(CheckResult::isLasting);

    server.readers.set(0, new Reader("repl@10.0.0.7", "uuid-a"));

    assertThat(planner.check(plan("binlog:*"))).allMatch(CheckResult::isPassed);
  }

  /** The server keeps one list when log_bin is given another name. */
  @Test
  void filesAreAsOldAsTheServerListsThemWhateverTheirNames() {
    server.files =
        List.of("mysql-bin.000089", "mysql-bin.000090", "binlog.000004", "binlog.000005");
    server.needs.add(new BinlogServer.Need("replica a:3306", "mysql-bin.000090", "uuid-a"));

    ShrinkPlan plan = plan("binlog:*");

    assertThat(plan.statements()).containsExactly("PURGE BINARY LOGS TO 'mysql-bin.000090'");
    assertThat(plan.estimate().reclaimable()).isEqualTo(new ByteSize(100));
    assertThat(refusal("binlog:binlog.000004")).contains("are needed yet");
  }

  @Test
  void whatNeedsAFileThatIsNotListedIsAReasonToLeaveAllAlone() {
    server.needs.add(new BinlogServer.Need("replica a:3306", "binlog.000004", "uuid-a"));

    assertThat(refusal("binlog:*"))
        .startsWith("replica a:3306 needs binlog.000004, which is no file of the binary log");
  }

  @Test
  void aFileThatIsNotThereIsNoPlan() {
    assertThat(refusal("binlog:binlog.000001")).contains("binlog.000001 is no file");
  }

  private ShrinkPlan plan(String subject) {
    return ((Planned) outcome(subject)).plan();
  }

  private String refusal(String subject) {
    return ((Refused) outcome(subject)).reason();
  }

  private PlanOutcome outcome(String subject) {
    return planner.plan(Subject.parse(subject), Optional.empty());
  }

  /** Four files of 100 bytes. */
  private static final class Server implements BinlogServer {
    List<String> files =
        List.of("binlog.000009", "binlog.000010", "binlog.000011", "binlog.000012");
    final List<Reader> readers = new ArrayList<>();
    final List<Need> needs = new ArrayList<>();

    @Override
    public LogFiles files() {
      return new LogFiles(
          files.stream().map(name -> new LogFiles.File(name, 100)).toList(), Duration.ofDays(30));
    }

    @Override
    public List<Reader> readers() {
      return readers;
    }

    @Override
    public List<Need> needs() {
      return needs;
    }
  }
}
