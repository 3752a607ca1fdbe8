package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The keys of many changed rows fit one statement. */
final class PacketCheck implements PreflightCheck {

  /** A thousand keys of 3,072 bytes, which is the longest, in hexadecimal; and room to spare. */
  private static final ByteSize KEYS_MAX = ByteSize.ofMebibytes(8);

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    long bytes = facts.variables().number("max_allowed_packet", 0);
    return bytes >= KEYS_MAX.bytes()
        ? CheckResult.passed("packet", "a statement with many keys fits a packet")
        : CheckResult.refused(
            "packet",
            "max_allowed_packet is "
                + new ByteSize(bytes)
                + " (expected: at least "
                + KEYS_MAX
                + "; SET GLOBAL max_allowed_packet)");
  }
}
