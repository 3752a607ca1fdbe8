package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** What two reaches have in common, and how a person reads one. */
final class Overlap {

  private Overlap() {}

  /**
   * Whether a mention of the same name leads to both. Procedures that nobody has read lead
   * anywhere; they do not count, or there could only ever be one hold.
   */
  static boolean of(Reach one, Reach other) {
    return !Collections.disjoint(names(one), names(other))
        || !Collections.disjoint(one.schemas(), other.schemas())
        || isAnyIn(other.schemas(), one)
        || isAnyIn(one.schemas(), other)
        || !Collections.disjoint(one.routines().keySet(), other.routines().keySet());
  }

  static String text(Reach reach) {
    Set<String> names = new TreeSet<>();
    reach.targets().forEach(table -> names.add(table.toString()));
    reach.schemas().forEach(schema -> names.add(schema + ".*"));
    return String.join(", ", names);
  }

  private static Set<TableName> names(Reach reach) {
    Set<TableName> names = new HashSet<>(reach.targets());
    names.addAll(reach.names().keySet());
    return names;
  }

  private static boolean isAnyIn(Set<String> schemas, Reach reach) {
    return !schemas.isEmpty()
        && names(reach).stream().anyMatch(name -> schemas.contains(TableName.fold(name.schema())));
  }
}
