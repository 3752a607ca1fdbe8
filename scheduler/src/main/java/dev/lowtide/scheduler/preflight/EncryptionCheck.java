package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The new table may be as encrypted as the old one, whatever the default of its schema. */
final class EncryptionCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    boolean isUsual =
        facts.table().storage().isEncrypted() == facts.variables().isOn("default_table_encryption");
    boolean isChecked = facts.variables().isOn("table_encryption_privilege_check");
    if (isUsual || !isChecked || facts.account().hasAny("TABLE_ENCRYPTION_ADMIN", "SUPER")) {
      return CheckResult.passed("encryption", "the new table may be as encrypted as the old one");
    }
    return CheckResult.refused(
        "encryption",
        plan.table()
            + " is "
            + (facts.table().storage().isEncrypted() ? "" : "not ")
            + "encrypted, which is not the default, and table_encryption_privilege_check is ON"
            + " (expected: GRANT TABLE_ENCRYPTION_ADMIN ON *.* TO "
            + facts.account().quoted()
            + ")");
  }
}
