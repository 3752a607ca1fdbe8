package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server on which nobody is in the way until a test says otherwise. */
final class FakeSwapServer implements SwapServer {

  final List<InTheWay> inTheWay = new ArrayList<>();
  final Set<Long> withoutReadView = new HashSet<>();
  List<TableName> tablesAsked = List.of();
  Settled settled = new Settled(Settled.Outcome.NOT_SWAPPED, "the original is in its place");
  @Nullable RuntimeException settleFault;
  @Nullable RuntimeException fault;

  private final Chronicle chronicle;

  FakeSwapServer(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  @Override
  public List<InTheWay> inTheWay(Collection<TableName> tables) {
    if (fault != null) {
      throw fault;
    }
    tablesAsked = List.copyOf(tables);
    return List.copyOf(inTheWay);
  }

  @Override
  public Set<Long> threadsWithoutReadView() {
    return Set.copyOf(withoutReadView);
  }

  @Override
  public Settled settle(long threadId, Duration within) {
    chronicle.add("settle " + threadId);
    if (settleFault != null) {
      throw settleFault;
    }
    return settled;
  }
}
