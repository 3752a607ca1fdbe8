package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyProgress;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyRegistry;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.copy.ShadowTables;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.copy.Throttle;
import dev.lowtide.scheduler.execute.Comparison;
import dev.lowtide.scheduler.execute.CopyTools;
import dev.lowtide.scheduler.execute.SwapServer;
import dev.lowtide.scheduler.execute.SwapSession;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A copy that a run has left at a server, with nobody at work on it. */
final class CopyOfARun implements CopyTools, SwapServer {

  static final long ROWS = 300;

  final Known registry = new Known();
  final List<Long> settledSessions = new ArrayList<>();
  Settled settled = new Settled(Settled.Outcome.NOT_SWAPPED, "");

  /** What comes of asking a server that is away; null if it is there. */
  @Nullable TargetException away;

  private static final CopyRecord RECORD =
      new CopyRecord(
          7,
          "run 1",
          "this server",
          new CopyTable(
              ORDERS,
              new TableName(CopyTable.SHADOWS, "orders"),
              new TableName(CopyTable.OLD, "7_orders"),
              "PRIMARY",
              List.of(new KeyColumn("id", 0, "int", false, "", 0)),
              List.of("id"),
              1),
          "as it was",
          CopyPhase.SWAPPING,
          new BinlogPosition("binlog.000001", 4),
          RowKey.of("300"),
          ROWS,
          NOW,
          NOW);

  /** A registry that knows it, or does not. */
  static final class Known implements CopyRegistry {

    boolean isKnown = true;

    @Override
    public Optional<CopyRecord> find(String owner) {
      return isKnown && owner.equals(RECORD.owner()) ? Optional.of(RECORD) : Optional.empty();
    }

    @Override
    public List<CopyRecord> all() {
      return find(RECORD.owner()).stream().toList();
    }

    @Override
    public CopyRecord register(
        String owner, Subject table, String print, String uuid, BinlogPosition start) {
      throw nothingIsDone();
    }

    @Override
    public void phase(long id, CopyPhase phase) {
      throw nothingIsDone();
    }

    @Override
    public void applied(long id, BinlogPosition position) {
      throw nothingIsDone();
    }

    @Override
    public void forget(long id) {
      throw nothingIsDone();
    }
  }

  @Override
  public String owner(RunId run) {
    return "run " + run;
  }

  @Override
  public SwapServer swapServer(CopyTable table, long copyId) {
    return this;
  }

  @Override
  public Settled settle(long threadId, Duration within) {
    settledSessions.add(threadId);
    if (away != null) {
      throw away;
    }
    return settled;
  }

  @Override
  public Set<Long> threadsWithoutReadView() {
    throw nothingIsDone();
  }

  @Override
  public List<InTheWay> inTheWay(Collection<TableName> tables) {
    throw nothingIsDone();
  }

  @Override
  public TableCopy copy(ShrinkPlan plan, CopyProgress progress) {
    throw nothingIsDone();
  }

  @Override
  public ShadowTables shadows() {
    throw nothingIsDone();
  }

  @Override
  public Throttle throttle() {
    throw nothingIsDone();
  }

  @Override
  public Comparison comparison(CopyTable table) {
    throw nothingIsDone();
  }

  @Override
  public SwapSession swapSession(CopyTable table, long copyId) {
    throw nothingIsDone();
  }

  private static AssertionError nothingIsDone() {
    return new AssertionError("it is only looked at");
  }
}
