package dev.lowtide.scheduler.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.approval.ApprovedPlans;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TruncationWayTest {

  private final ScriptedPace pace = new ScriptedPace();
  private final Chronicle chronicle = new Chronicle(pace);
  private final FakeTraffic traffic = new FakeTraffic(pace, chronicle);
  private final FakeSurroundings surroundings = new FakeSurroundings();
  private final FakeRunLog log = new FakeRunLog(chronicle);
  private final Server server = new Server();

  @Test
  void aPartitionIsTruncatedUnderTheLockAndTheLockGivenBackBeforeTheHold() throws Exception {
    AttemptResult result = attempt();

    assertThat(((Rebuilt) result).verification().verdict()).isEqualTo(Verdict.SAME);
    assertThat(chronicle.deeds())
        .containsSubsequence("hold [shop.orders]", "lock", "truncate", "unlock", "close");
    assertThat(traffic.isEverybodyReleased()).isTrue();
  }

  /** To them rows of the other file would be missing, and the server would not say so. */
  @Test
  void whoeverHasLongLookedAtThePastIsWaitedForWithoutALock() throws Exception {
    server.inTheWay.add(
        new InTheWay(
            InTheWay.Kind.READ_VIEW, 12, Duration.ofSeconds(20), "session 12 looks at the past"));

    AttemptResult result = attempt();

    assertThat(result.text()).contains("session 12 looks at the past");
    assertThat(chronicle.deeds()).doesNotContain("lock", "truncate");
    assertThat(traffic.isEverybodyReleased()).isTrue();
  }

  @Test
  void aPartitionWithRowsIsNeverTruncated() throws Exception {
    server.isEmpty = false;

    AttemptResult result = attempt();

    assertThat(result).isInstanceOf(Yielded.class);
    assertThat(chronicle.deeds()).containsSubsequence("lock", "unlock").doesNotContain("truncate");
  }

  private AttemptResult attempt() throws InterruptedException {
    ShrinkPlan table = Plans.plan();
    ShrinkPlan plan =
        new ShrinkPlan(
            Subject.parse("shop.orders#p1"),
            ShrinkMethod.TRUNCATE_PARTITION,
            table.statements(),
            table.reasons(),
            table.facts(),
            table.estimate(),
            Duration.ofMillis(500),
            table.madeAt());
    return new TruncationWay(server, traffic, pace)
        .attempt(ApprovedPlans.approved(plan), surroundings, log);
  }

  /** A partition that is as a test says. */
  private final class Server implements PartitionServer, PartitionServer.Session {
    final List<InTheWay> inTheWay = new ArrayList<>();
    boolean isEmpty = true;

    @Override
    public Session open(ShrinkPlan plan) {
      return this;
    }

    @Override
    public List<InTheWay> inTheWay(Collection<TableName> tables) {
      return inTheWay;
    }

    @Override
    public Set<Long> threadsWithoutReadView() {
      return Set.of();
    }

    @Override
    public long threadId() {
      return 7;
    }

    @Override
    public boolean isEmpty() {
      return isEmpty;
    }

    @Override
    public boolean lock(Duration within) {
      chronicle.add("lock");
      return true;
    }

    @Override
    public void truncate() {
      chronicle.add("truncate");
    }

    @Override
    public void unlock() {
      chronicle.add("unlock");
    }

    @Override
    public void close() {
      chronicle.add("close");
    }
  }
}
