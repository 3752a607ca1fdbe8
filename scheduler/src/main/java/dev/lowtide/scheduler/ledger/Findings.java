package dev.lowtide.scheduler.ledger;

import dev.lowtide.scheduler.ledger.Difference.Kind;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was found, and says once what somebody should look at. Not safe for two threads. */
final class Findings {

  private static final Logger log = LoggerFactory.getLogger(Findings.class);

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private Set<Difference> differencesBefore = Set.of();
  private Set<Long> orphansBefore = Set.of();

  void add(List<Difference> differences, List<Orphan> orphans) {
    for (Difference difference : differences) {
      if (!differencesBefore.contains(difference)) {
        counts.merge(difference.kind(), 1L, Long::sum);
        tell(difference);
      }
    }
    for (Orphan orphan : orphans) {
      if (!orphansBefore.contains(orphan.session().threadId())) {
        tell(orphan);
      }
    }
    differencesBefore = new HashSet<>(differences);
    orphansBefore = orphans.stream().map(it -> it.session().threadId()).collect(Collectors.toSet());
  }

  Map<Kind, Long> sinceStart() {
    return counts;
  }

  private static void tell(Difference difference) {
    if (difference.kind() == Kind.MISSED) {
      log.warn(
          "thread={} account={} table={} missed: {}",
          difference.threadId(),
          difference.account(),
          difference.table(),
          difference.text());
    }
  }

  private static void tell(Orphan orphan) {
    ServerSession session = orphan.session();
    String tables =
        session.locks().stream()
            .flatMap(lock -> lock.heldTable().stream())
            .map(Object::toString)
            .distinct()
            .sorted()
            .collect(Collectors.joining(","));
    log.warn(
        "thread={} user={} tables={} orphaned: its client is gone, the server goes on with {}",
        session.threadId(),
        session.user(),
        tables,
        session.command());
  }
}
