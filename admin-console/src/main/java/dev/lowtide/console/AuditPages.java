package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Audit;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.AuditFilter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The audit trail, page by page, and whether it is whole. */
final class AuditPages {

  private final Audit trail;
  private final Templates templates;

  AuditPages(Audit trail, Templates templates) {
    this.trail = trail;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/audit", this::show, Access.AUDIT_READER);
  }

  private void show(Context context) {
    AuditFilter filter = AuditQuery.filter(context);
    List<AuditEntry> entries = trail.page(filter);
    Map<String, Object> facts = new HashMap<>();
    facts.put("filter", filter);
    facts.put("entries", entries);
    facts.put("older", AuditQuery.older(filter, entries));
    if (Requests.isTrue(context, "verify")) {
      facts.put("verdict", trail.verify());
    }
    templates.render(context, "audit", templates.page(context, "Audit", "audit"), facts);
  }
}
