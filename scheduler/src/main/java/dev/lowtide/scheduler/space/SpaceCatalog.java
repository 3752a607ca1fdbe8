package dev.lowtide.scheduler.space;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.LogFiles;
import dev.lowtide.scheduler.plan.PartitionPlanner;
import dev.lowtide.scheduler.plan.Sizes;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Space;
import dev.lowtide.scheduler.shrink.SpaceKind;
import dev.lowtide.scheduler.shrink.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** Everything on disk that is no table with a file of its own, and what can be done about it. */
public final class SpaceCatalog implements Sizes {

  private static final String SHARED =
      "its file never becomes smaller; what is deleted in it is free for its own tables only";

  /** Stands for all tables in a line that is about a kind as a whole. */
  private static final TableName ANY_TABLE = new TableName(Subject.ALL, Subject.ALL);

  private final UndoServer undo;
  private final SharedServer shared;
  private final BinlogServer binlog;
  private final OtherSpaces others;
  private final PartitionPlanner.Look partitions;

  public SpaceCatalog(
      UndoServer undo,
      SharedServer shared,
      BinlogServer binlog,
      OtherSpaces others,
      PartitionPlanner.Look partitions) {
    this.undo = undo;
    this.shared = shared;
    this.binlog = binlog;
    this.others = others;
    this.partitions = partitions;
  }

  /** All of it, by kind. */
  public List<Space> list() {
    List<Space> spaces = new ArrayList<>();
    spaces.addAll(seen(Subject.partition(ANY_TABLE, Subject.ALL), others::partitions));
    spaces.addAll(seen(all(SpaceKind.UNDO), () -> list(undo.spaces(), SpaceCatalog::of)));
    spaces.addAll(seen(all(SpaceKind.GENERAL), () -> list(shared.spaces(), SpaceCatalog::of)));
    spaces.addAll(seen(all(SpaceKind.TEMPORARY), others::temporary));
    spaces.addAll(seen(Subject.fulltext(ANY_TABLE), others::fulltext));
    spaces.addAll(seen(Subject.of(new TableName("mysql", Subject.ALL)), others::ofServer));
    spaces.addAll(seen(all(SpaceKind.BINLOG), () -> List.of(of(binlog.files()))));
    return spaces;
  }

  private static Subject all(SpaceKind kind) {
    return Subject.of(kind, Subject.ALL);
  }

  private static <T> List<Space> list(List<T> found, Function<T, Space> of) {
    return found.stream().map(of).toList();
  }

  /** What cannot be seen of one kind takes none of the others with it. */
  private static List<Space> seen(Subject kind, Supplier<List<Space>> look) {
    try {
      return look.get();
    } catch (RuntimeException e) {
      return List.of(
          new Space(
              kind,
              ByteSize.ZERO,
              null,
              false,
              "cannot be seen: " + e.getMessage(),
              "look again when that is mended"));
    }
  }

  /** What it occupies now; nothing if there is none of it any more. */
  @Override
  public ByteSize of(Subject subject) {
    return switch (subject.kind()) {
      case UNDO ->
          UndoPlanner.size(
              undo.spaces().stream()
                  .filter(space -> !space.isHelper())
                  .filter(space -> subject.isAll() || space.name().equals(subject.name()))
                  .toList());
      case BINLOG -> BinlogPlanner.size(binlog.files());
      case GENERAL, SYSTEM -> sum(shared.spaces().stream().map(SpaceCatalog::of).toList(), subject);
      // Lists end with the largest, and what was made smaller may not be among them any more.
      case PARTITION -> partitions.fileSize(subject.table(), subject.name());
      case TEMPORARY -> sum(others.temporary(), subject);
      case FULLTEXT -> others.fulltext(subject.table());
      case TABLE -> throw new IllegalArgumentException(subject + " is a table");
    };
  }

  private static ByteSize sum(List<Space> spaces, Subject subject) {
    return spaces.stream()
        .filter(space -> space.subject().equals(subject))
        .map(Space::fileSize)
        .reduce(ByteSize.ZERO, ByteSize::plus);
  }

  private static Space of(UndoSpace space) {
    ByteSize gain = space.fileSize().minus(UndoSpace.TRUNCATED);
    return new Space(
        Subject.of(SpaceKind.UNDO, space.name()),
        space.fileSize(),
        gain.bytes() < 0 ? ByteSize.ZERO : gain,
        space.isActive() && !space.isHelper() && gain.bytes() > 0,
        "undo tablespace, " + space.state().name().toLowerCase(Locale.ROOT),
        space.isHelper()
            ? "made by an attempt that was broken off; the next one drops it"
            : "truncated by a run, or undo:* for all");
  }

  private static Space of(SharedSpace space) {
    if (space.isSystem()) {
      return new Space(
          Subject.of(SpaceKind.SYSTEM, "ibdata1"),
          space.fileSize(),
          ByteSize.ZERO,
          false,
          "system tablespace: "
              + SHARED
              + "; the change buffer is in it, and before 8.0.20 the doublewrite buffer"
              + (space.tables().isEmpty() ? "" : "; tables: " + space.tenants()),
          (space.tables().isEmpty() ? "" : "its tables move out by a run each; ")
              + "it becomes smaller only in a new instance, made by a logical dump: CLONE copies it"
              + " as it is");
    }
    return new Space(
        Subject.of(SpaceKind.GENERAL, space.name()),
        space.fileSize(),
        space.fileSize(),
        true,
        "general tablespace: "
            + SHARED
            + (space.tables().isEmpty() ? "; no tables" : "; tables: " + space.tenants()),
        space.tables().isEmpty()
            ? "dropped by a run"
            : "its tables move out by a run each; then it is dropped by one");
  }

  private static Space of(LogFiles files) {
    return new Space(
        Subject.of(SpaceKind.BINLOG, Subject.ALL),
        BinlogPlanner.size(files),
        null,
        files.files().size() > 1,
        files.files().size()
            + " files of the binary log; a plan says which of them nobody needs who is known",
        "purged by a run, which a person approves");
  }
}
