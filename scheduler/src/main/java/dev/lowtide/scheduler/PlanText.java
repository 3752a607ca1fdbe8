package dev.lowtide.scheduler;

import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.TableFacts;
import java.util.ArrayList;
import java.util.List;

/** A plan as lines of text, so that two of them can be compared. */
final class PlanText {

  private PlanText() {}

  static List<String> lines(ShrinkPlan plan) {
    List<String> lines = new ArrayList<>();
    Estimate estimate = plan.estimate();
    TableFacts facts = plan.facts();
    lines.add("subject: " + plan.subject());
    lines.add("method: " + plan.method().word());
    plan.statements().forEach(statement -> lines.add("statement: " + statement));
    plan.reasons().forEach(reason -> lines.add("reason: " + reason));
    lines.add("file: " + facts.tablespace().fileSize());
    lines.add("reclaimable: " + estimate.gain());
    lines.add("at work for: " + estimate.forecast());
    lines.add("disk needed meanwhile: " + estimate.temporaryDisk());
    lines.add("table locked at the end for: " + estimate.cutOver().toMillis() + " ms");
    lines.add("a client waits at most: " + plan.clientWaitMax().toMillis() + " ms");
    lines.add("server: " + facts.serverVersion());
    lines.add("window: " + (plan.window().isEmpty() ? "any" : plan.window()));
    facts.topology().forEach(server -> lines.add("topology: " + server));
    facts.referencedBy().forEach(table -> lines.add("referred to by: " + table));
    facts.definition().lines().forEach(line -> lines.add("definition: " + line));
    return lines;
  }
}
