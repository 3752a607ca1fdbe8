package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyRegistry;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which old tables may be put back, around their end. */
class InStepTest extends OperatorDeskScenario {

  private static final TableName OLD = new TableName(CopyTable.OLD, "7_orders");
  private static final CopyRecord COPY =
      new CopyRecord(
          7,
          "run 7 of us",
          "uuid",
          new CopyTable(
              ORDERS,
              new TableName(CopyTable.SHADOWS, "orders"),
              OLD,
              "PRIMARY",
              List.of(new KeyColumn("id", 0, "int", false, "", 0)),
              List.of("id"),
              1),
          "",
          CopyPhase.KEPT,
          new BinlogPosition("binlog.000001", 4),
          null,
          10,
          Instant.EPOCH,
          Instant.EPOCH);

  private final CopyRegistry registry = mock();
  private final InStep inStep =
      new InStep(true, new Owners(run -> "run " + run + " of us", journal), parts(), Thread::new);

  @AfterEach
  void end() {
    inStep.close();
  }

  @Test
  void oneThatIsBeingDroppedIsNotPutBack() {
    inStep.leave(OLD);

    assertThat(inStep.whyNot(COPY)).isEqualTo("it is being dropped");
  }

  @Test
  void oneThatWasNotDroppedAfterAllMayFollowAgain() {
    inStep.leave(OLD);

    inStep.followAgain(OLD);

    assertThat(inStep.whyNot(COPY)).isEqualTo("it does not follow yet");
  }

  @Test
  void oneThatIsGoneIsNotRemembered() {
    inStep.leave(OLD);
    when(registry.all()).thenReturn(List.of());

    inStep.start();

    await().until(() -> inStep.whyNot(COPY).equals("it does not follow yet"));
  }

  private FollowerParts parts() {
    TargetCopies copies = mock();
    when(copies.registry()).thenReturn(registry);
    FollowerParts parts = mock();
    when(parts.copies()).thenReturn(copies);
    return parts;
  }
}
