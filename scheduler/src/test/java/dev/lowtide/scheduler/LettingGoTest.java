package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.OldTables;
import dev.lowtide.scheduler.mysql.TargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LettingGoTest {

  private static final TableName OLD = new TableName(CopyTable.OLD, "7_orders");

  private final List<String> done = new ArrayList<>();
  private boolean isLocked;
  private final OldTables tables =
      new LettingGo(
          new Server(), table -> done.add("leave " + table), table -> done.add("follow " + table));

  @Test
  void whoFollowsLetsGoBeforeItIsDropped() {
    tables.drop(OLD);

    assertThat(done).containsExactly("leave lowtide_old.7_orders", "drop lowtide_old.7_orders");
  }

  /** Else it could not be put back any more for as long as it is kept. */
  @Test
  void oneThatCannotBeDroppedFollowsAgain() {
    isLocked = true;

    assertThatThrownBy(() -> tables.drop(OLD)).isInstanceOf(TargetException.class);

    assertThat(done).containsExactly("leave lowtide_old.7_orders", "follow lowtide_old.7_orders");
  }

  private final class Server implements OldTables {
    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public boolean exists(TableName table) {
      return true;
    }

    @Override
    public Dropped drop(TableName table) {
      if (isLocked) {
        throw new TargetException("Lock wait timeout exceeded");
      }
      done.add("drop " + table);
      return new Dropped(List.of(), "at once");
    }

    @Override
    public List<LinkedFile> leftovers() {
      return List.of();
    }
  }
}
