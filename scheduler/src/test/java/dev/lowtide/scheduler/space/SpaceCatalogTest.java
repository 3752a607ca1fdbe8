package dev.lowtide.scheduler.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.LogFiles;
import dev.lowtide.scheduler.plan.PartitionPlanner;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Space;
import dev.lowtide.scheduler.shrink.SpaceKind;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.space.UndoSpace.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpaceCatalogTest {

  private final SpaceCatalog catalog =
      new SpaceCatalog(
          new FakeUndoServer().with("innodb_undo_001", 500, State.ACTIVE),
          new NoneShared(),
          new NoLog(),
          new Others(),
          new Files());

  /** Such as the log of a server that writes none, or partitions of a table that is locked. */
  @Test
  void whatCannotBeSeenTakesNothingElseWithIt() {
    List<Space> spaces = catalog.list();

    assertThat(spaces)
        .extracting(space -> space.subject().toString())
        .containsExactly("*.*#*", "undo:innodb_undo_001", "temporary:global", "binlog:*");
    assertThat(spaces.get(0).about()).isEqualTo("cannot be seen: lock wait timeout");
    assertThat(spaces.get(3).about()).isEqualTo("cannot be seen: error 1381");
    assertThat(spaces.get(3).canBePlanned()).isFalse();
  }

  /** A list has the largest only, and a partition that was made smaller is none of them. */
  @Test
  void onePartitionIsMeasuredThoughNoListHasIt() {
    assertThat(catalog.of(Subject.parse("shop.orders#p2022"))).isEqualTo(new ByteSize(114_688));
    assertThat(catalog.of(Subject.parse("fulltext:shop.orders"))).isEqualTo(new ByteSize(1024));
  }

  private static final class Files implements PartitionPlanner.Look {
    @Override
    public boolean isEmpty(TableName table, String partition) {
      return false;
    }

    @Override
    public ByteSize fileSize(TableName table, String partition) {
      return new ByteSize(partition.equals("p2022") ? 114_688 : 0);
    }
  }

  private static final class NoneShared implements SharedServer {
    @Override
    public List<SharedSpace> spaces() {
      return List.of();
    }

    @Override
    public Optional<Home> homeOf(TableName table) {
      return Optional.empty();
    }
  }

  /** Of a server with log_bin = OFF. */
  private static final class NoLog implements BinlogServer {
    @Override
    public LogFiles files() {
      throw new IllegalStateException("error 1381");
    }

    @Override
    public List<Reader> readers() {
      return List.of();
    }

    @Override
    public List<Need> needs() {
      return List.of();
    }
  }

  private static final class Others implements OtherSpaces {
    @Override
    public List<Space> partitions() {
      throw new IllegalStateException("lock wait timeout");
    }

    @Override
    public List<Space> temporary() {
      Subject global = Subject.of(SpaceKind.TEMPORARY, "global");
      return List.of(new Space(global, new ByteSize(1), null, false, "about", "remedy"));
    }

    @Override
    public List<Space> fulltext() {
      return List.of();
    }

    @Override
    public ByteSize fulltext(TableName table) {
      return new ByteSize(1024);
    }

    @Override
    public List<Space> ofServer() {
      return List.of();
    }
  }
}
