package dev.lowtide.app;

import static dev.lowtide.app.Limits.orDefault;
import static dev.lowtide.app.Limits.within;

import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.approval.ApprovalRule;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code approval} with every default filled in and every value checked. */
final class ApprovalSettings {

  /** More than anybody reads to find out why something was approved. */
  private static final int RULES_MAX = 50;

  private ApprovalSettings() {}

  static ApprovalPolicy of(@Nullable ApprovalSection given) throws ConfigException {
    ApprovalSection section =
        given == null ? new ApprovalSection(null, null, null, null, null, null) : given;
    return new ApprovalPolicy(
        section.by() == ApprovalSection.By.AUTOMATIC,
        rules(orDefault(section.rules(), List.of())),
        within(
            "approval.approvers",
            orDefault(section.approvers(), 1),
            1,
            ApprovalPolicy.APPROVERS_MAX),
        section.twoAbove(),
        lifetime("approval.requestFor", section.requestFor(), ApprovalPolicy.REQUEST_LIFETIME),
        lifetime("approval.approvalFor", section.approvalFor(), ApprovalPolicy.APPROVAL_LIFETIME));
  }

  private static Duration lifetime(String setting, @Nullable Duration given, Duration otherwise)
      throws ConfigException {
    return within(setting, given, otherwise, "1m", "90d");
  }

  private static List<ApprovalRule> rules(List<ApprovalSection.Rule> given) throws ConfigException {
    within("approval.rules", given.size(), 0, RULES_MAX);
    List<ApprovalRule> rules = new ArrayList<>();
    for (ApprovalSection.Rule rule : given) {
      String setting = "approval.rules." + rules.size() + ".";
      if (rule.schema() == null || rule.schema().isBlank()) {
        throw new ConfigException(
            setting + "schema: missing (expected: a schema's name, with * for anything)");
      }
      rules.add(
          new ApprovalRule(
              rule.schema(),
              rule.sizeUpTo(),
              methods(setting + "methods", orDefault(rule.methods(), List.of()))));
    }
    return rules;
  }

  private static List<ShrinkMethod> methods(String setting, List<String> words)
      throws ConfigException {
    List<ShrinkMethod> methods = new ArrayList<>();
    for (String word : words) {
      ShrinkMethod method = method(setting, word);
      if (method.isNeverAutomatic()) {
        throw new ConfigException(
            setting + ": " + word + " (expected: none that always takes a person's yes)");
      }
      methods.add(method);
    }
    return methods;
  }

  private static ShrinkMethod method(String setting, String word) throws ConfigException {
    try {
      return ShrinkMethod.parse(word);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(setting + ": " + e.getMessage());
    }
  }
}
