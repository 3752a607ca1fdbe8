package dev.lowtide.app;

import dev.lowtide.console.Format;
import dev.lowtide.console.Installation.Policy;
import dev.lowtide.scheduler.CopyConfig;
import dev.lowtide.scheduler.SchedulerConfig;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.approval.ApprovalRule;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.util.List;
import java.util.stream.Collectors;

/** The settings that people approve by, in words. */
final class Policies {

  private Policies() {}

  static List<Policy> of(SchedulerConfig config) {
    ApprovalPolicy approval = config.approval();
    CopyConfig copy = config.copy();
    return List.of(
        new Policy("Who approves", approvers(approval), "approval.approvers, approval.twoAbove"),
        new Policy("Approved without a person", rules(approval), "approval, approval.rules"),
        new Policy(
            "A request waits for a decision",
            Format.left(approval.requestLifetime()),
            "approval.requestFor"),
        new Policy(
            "An approval holds", Format.left(approval.approvalLifetime()), "approval.approvalFor"),
        new Policy(
            "A client waits at most",
            Format.duration(config.clientWaitMax())
                + " for a rebuild, "
                + Format.duration(copy.cutOverMax())
                + " for a copy that takes its table's place",
            "shrink.clientWaitMax, copy.cutOverMax"),
        new Policy(
            "A run is given up",
            "after " + config.attemptsMax() + " attempts in vain",
            "shrink.attemptsMax"),
        new Policy("An old table is kept", oldTables(copy), "copy.keepOldFor, copy.keepInStep"),
        new Policy("Replicas", replicas(copy), "target.replicas, copy.unwatchedReplicas"));
  }

  private static String approvers(ApprovalPolicy approval) {
    int usual = approval.approvers();
    ByteSize large = approval.twoAbove();
    String people =
        usual == 1 ? "one person other than who asked" : usual + " people other than who asked";
    return large == null || usual > 1 ? people : people + "; two for files above " + large;
  }

  private static String rules(ApprovalPolicy approval) {
    if (approval.isAutomatic()) {
      return "every request whose outcome can be had back";
    }
    return approval.rules().isEmpty()
        ? "nothing"
        : approval.rules().stream().map(ApprovalRule::text).collect(Collectors.joining("; "));
  }

  private static String oldTables(CopyConfig copy) {
    return copy.keepOldFor().isZero()
        ? "not at all"
        : Format.left(copy.keepOldFor())
            + (copy.isKeptInStep()
                ? ", in step with the new one: a way back loses nothing"
                : ", as it was: a way back loses what was written since");
  }

  private static String replicas(CopyConfig copy) {
    String watched =
        copy.replicas().isEmpty()
            ? "none is watched"
            : copy.replicas().stream()
                .map(CopyConfig.Replica::toString)
                .collect(Collectors.joining(", ", "watched: ", ""));
    return watched
        + (copy.areUnwatchedReplicasAllowed()
            ? "; others are allowed"
            : "; with any other a copy is refused");
  }
}
