package dev.lowtide.scheduler.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashInspectorTest {

  private static final ShrinkPlan PLAN = Plans.plan();
  private static final List<Long> OLD = PLAN.facts().spaceIds();

  private final ScriptedPace pace = new ScriptedPace();
  private final Server server = new Server();
  private final CrashInspector inspector = new CrashInspector(server, pace);

  @Test
  void findsTheOldTableUntouched() throws InterruptedException {
    String findings = inspector.inspect(PLAN, 42);

    assertThat(findings)
        .isEqualTo("the table is the old one, unchanged; nothing half-built is left");
    assertThat(server.killed).isEmpty();
  }

  @Test
  void findsWhatIsLeftHalfBuilt() throws InterruptedException {
    server.leftovers = 4096;

    assertThat(inspector.inspect(PLAN, 42))
        .isEqualTo(
            "the table is the old one, unchanged; 4096 bytes of a half-built table are left");
  }

  @Test
  void findsThatTheTableWasRebuilt() throws InterruptedException {
    server.spaceIds = List.of(99L);

    assertThat(inspector.inspect(PLAN, 42))
        .isEqualTo(
            "the table has been rebuilt (tablespace [17] became [99]) and was not compared;"
                + " nothing half-built is left");
  }

  @Test
  void findsThatThereIsNoTable() throws InterruptedException {
    server.spaceIds = List.of();

    assertThat(inspector.inspect(PLAN, 42)).isEqualTo("there is no table shop.orders now");
  }

  @Test
  void killsOurStatementIfItIsStillAtWork() throws InterruptedException {
    server.isRunning = true;
    server.endsAfter = Duration.ofMillis(300);

    String findings = inspector.inspect(PLAN, 42);

    assertThat(server.killed).containsExactly(42L);
    assertThat(findings)
        .startsWith("the statement was still at work in session 42 and was killed; ")
        .endsWith("the table is the old one, unchanged; nothing half-built is left");
  }

  @Test
  void saysWhatItFindsAfterTheKillAndNotBefore() throws InterruptedException {
    server.isRunning = true;
    server.endsAfter = Duration.ofMillis(300);
    pace.at(Duration.ofMillis(200), () -> server.spaceIds = List.of(99L));

    assertThat(inspector.inspect(PLAN, 42)).contains("the table has been rebuilt");
  }

  @Test
  void doesNotWaitForEverForAStatementToEnd() throws InterruptedException {
    server.isRunning = true;
    server.endsAfter = Duration.ofMinutes(2);

    String findings = inspector.inspect(PLAN, 42);

    assertThat(findings)
        .startsWith("the statement is still at work in session 42 although it was killed; ");
    assertThat(server.killed).containsExactly(42L);
    assertThat(pace.now()).isEqualTo(Duration.ofSeconds(30));
  }

  private final class Server implements CrashTraces {
    private final List<Long> killed = new ArrayList<>();
    private boolean isRunning;
    private List<Long> spaceIds = OLD;
    private long leftovers;
    private Duration endsAfter = Duration.ZERO;

    @Override
    public Traces look(ShrinkPlan plan, long threadId) {
      return new Traces(isRunning, spaceIds, leftovers);
    }

    @Override
    public void kill(long threadId) {
      killed.add(threadId);
      pace.in(endsAfter, () -> isRunning = false);
    }
  }
}
