package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import java.util.List;
import java.util.stream.Stream;

/** What stands in a footprint, as people read it: "shop.orders w". */
final class FootprintNames {

  private FootprintNames() {}

  static List<String> of(Footprint footprint) {
    if (footprint.isNone()) {
      return List.of();
    }
    return Stream.of(
            footprint.tables().entrySet().stream()
                .map(table -> table.getKey() + mark(table.getValue())),
            footprint.schemas().entrySet().stream()
                .map(schema -> schema.getKey() + ".*" + mark(schema.getValue())),
            footprint.routines().stream().map(Object::toString),
            Stream.of("what nobody can tell").filter(unknown -> footprint.isUnknown()))
        .flatMap(Stream::sorted)
        .toList();
  }

  /** How many that are. */
  static int count(Footprint footprint) {
    return footprint.tables().size()
        + footprint.schemas().size()
        + footprint.routines().size()
        + (footprint.isUnknown() ? 1 : 0);
  }

  private static String mark(Access access) {
    return access == Access.WRITE ? " w" : " r";
  }
}
