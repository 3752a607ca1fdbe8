package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a table is shrunk, and why like that.
 *
 * @param reasons one sentence each
 */
record MethodChoice(ShrinkMethod method, List<String> reasons) {

  /**
   * One extent of InnoDB's: rewritten in some 20 ms, with writers waiting that long. From there on
   * whoever writes would notice more of a rebuild than of a cut-over.
   */
  static final ByteSize SIMPLE_MAX = ByteSize.ofMebibytes(1);

  MethodChoice {
    reasons = List.copyOf(reasons);
  }

  /** What is asked for, or else what fits the table. */
  static MethodChoice of(
      TableDescription table,
      Optional<ShrinkMethod> requested,
      MethodPolicy policy,
      ServerVersion version) {
    List<String> reasons = new ArrayList<>();
    MethodGate.Answer inPlace = MethodGate.nativeInPlace(version);
    reasons.add(
        inPlace.isAllowed()
            ? inPlace.reason() + " It is not offered yet: writers could not be watched through it."
            : inPlace.reason());
    ShrinkMethod method = requested.orElseGet(() -> usual(table, policy, reasons));
    reasons.add(promise(method, policy, version));
    return new MethodChoice(method, reasons);
  }

  private static ShrinkMethod usual(
      TableDescription table, MethodPolicy policy, List<String> reasons) {
    if (!policy.isCopyUsual()) {
      return ShrinkMethod.COPY_UNDER_HOLD;
    }
    List<String> obstacles = CopyObstacles.of(table);
    ByteSize fileSize = table.facts().tablespace().fileSize();
    if (!obstacles.isEmpty()) {
      reasons.add("It cannot be copied behind live traffic: " + String.join("; ", obstacles) + ".");
      return ShrinkMethod.COPY_UNDER_HOLD;
    }
    if (fileSize.compareTo(SIMPLE_MAX) <= 0) {
      reasons.add(
          "Its file of "
              + fileSize
              + " is rewritten faster than a copy is prepared (up to "
              + SIMPLE_MAX
              + ").");
      return ShrinkMethod.COPY_UNDER_HOLD;
    }
    return ShrinkMethod.SHADOW_COPY;
  }

  private static String promise(ShrinkMethod method, MethodPolicy policy, ServerVersion version) {
    return switch (method) {
      case COPY_UNDER_HOLD ->
          MethodGate.copy(version).reason()
              + " Reads go on while it copies; writes to the table wait at the proxy, and it is"
              + " given up as soon as one has waited for "
              + policy.clientWaitMax().toMillis()
              + " ms.";
      case SHADOW_COPY ->
          "A copy in chunks loses no rows on "
              + version
              + ": changes are followed in the binary log, and every row is compared. Reads and"
              + " writes go on; at the end the table is locked for a moment that does not grow with"
              + " its size, and it is put off as soon as a client has waited for "
              + policy.cutOverMax().toMillis()
              + " ms.";
      case UNDO_TRUNCATE,
          TRUNCATE_PARTITION,
          EXCHANGE_PARTITION,
          DROP_TABLESPACE,
          PURGE_BINARY_LOGS ->
          throw method.notOfTables();
    };
  }
}
