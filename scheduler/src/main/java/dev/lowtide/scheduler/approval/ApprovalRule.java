package dev.lowtide.scheduler.approval;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an organisation trusts: requests that are approved by configuration.
 *
 * @param schema whose tables, with * for anything; what belongs to no table is in no schema
 * @param sizeUpTo of the file; null for any
 * @param methods only these; empty for any
 */
public record ApprovalRule(String schema, @Nullable ByteSize sizeUpTo, List<ShrinkMethod> methods) {

  public ApprovalRule {
    methods = List.copyOf(methods);
    if (schema.isBlank()) {
      throw new IllegalArgumentException(
          "schema: '" + schema + "' (expected: a pattern like lab*)");
    }
  }

  boolean isFor(ShrinkPlan plan) {
    boolean isSmallEnough =
        sizeUpTo == null || plan.facts().tablespace().fileSize().compareTo(sizeUpTo) <= 0;
    return isSmallEnough
        && (methods.isEmpty() || methods.contains(plan.method()))
        && pattern().matcher(plan.subject().schema()).matches();
  }

  /** Never what is in no schema: one character at least. */
  private Pattern pattern() {
    return Pattern.compile(
        "(?=.)(?s:\\Q" + schema.replace("\\E", "").replace("*", "\\E.*\\Q") + "\\E)");
  }

  /** For people. */
  public String text() {
    String size = sizeUpTo == null ? "" : ", up to " + sizeUpTo;
    String ways = methods.stream().map(ShrinkMethod::word).collect(Collectors.joining(" or "));
    return "schema " + schema + size + (ways.isEmpty() ? "" : ", " + ways);
  }
}
