package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whoever must be gone before tables are swapped: who has one of them open, and who looks at the
 * past. To the latter the new table would look as it was then, when few of its rows were there: not
 * always an error, so nobody would notice. Confined to the attempt's thread.
 */
final class Onlookers {

  /** A person goes after these first. */
  private static final int NAMED_MAX = 5;

  /** A transaction's age is told in whole milliseconds. */
  private static final Duration ROUNDING = Duration.ofMillis(1);

  private final InTheWaySource server;
  private final Surroundings surroundings;
  private final List<TableName> tables;

  Onlookers(InTheWaySource server, Surroundings surroundings, List<TableName> tables) {
    this.server = server;
    this.surroundings = surroundings;
    this.tables = List.copyOf(tables);
  }

  /**
   * All of them, but for views that are younger than what they must not miss.
   *
   * @param sinceWritten for how long the last row that they must see has been there
   */
  List<InTheWay> now(Duration sinceWritten) throws InterruptedException {
    return those(
        found -> {
          Duration age = found.age();
          return !isView(found) || age == null || age.plus(ROUNDING).compareTo(sinceWritten) > 0;
        });
  }

  /** Those who have been there for so long that their end cannot be expected soon. */
  List<InTheWay> lasting(Duration longerThan) throws InterruptedException {
    return those(
        found -> {
          Duration age = found.age();
          return age == null || age.compareTo(longerThan) >= 0;
        });
  }

  private List<InTheWay> those(Predicate<InTheWay> which) throws InterruptedException {
    List<InTheWay> found = server.inTheWay(tables).stream().filter(which).toList();
    if (found.stream().noneMatch(Onlookers::isView)) {
      return found;
    }
    List<InTheWay> left = without(surroundings.threadsWithoutReadView(), found);
    return left.stream().noneMatch(Onlookers::isView)
        ? left
        : without(server.threadsWithoutReadView(), left);
  }

  /** A transaction may be open for long, and look at nothing before the swap is done. */
  private static List<InTheWay> without(Set<Long> viewless, List<InTheWay> found) {
    return found.stream()
        .filter(one -> !isView(one) || !viewless.contains(one.threadId()))
        .toList();
  }

  private static boolean isView(InTheWay found) {
    return found.kind() == InTheWay.Kind.READ_VIEW;
  }

  static List<String> names(List<InTheWay> found) {
    return found.stream().map(InTheWay::text).distinct().toList();
  }

  static String text(List<String> names) {
    int more = Math.max(0, names.size() - NAMED_MAX);
    return String.join("; ", names.subList(0, names.size() - more))
        + (more == 0 ? "" : "; and " + more + " more");
  }
}
