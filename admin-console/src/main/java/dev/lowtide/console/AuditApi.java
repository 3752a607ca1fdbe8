package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Audit;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.AuditFilter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The audit trail over REST. */
final class AuditApi {

  private final Audit trail;

  /** The last line of an export: how many there are before it, and the hash of the last of them. */
  private record End(boolean end, long entries, String hash) {}

  AuditApi(Audit trail) {
    this.trail = trail;
  }

  void route(RoutesConfig routes, String root) {
    routes.get(root + "/audit", context -> page(context, root), Access.AUDIT_READER);
    routes.get(
        root + "/audit/verification", c -> Json.answer(c, trail.verify()), Access.AUDIT_READER);
    routes.get(root + "/audit/export", this::export, Access.AUDIT_READER);
  }

  /** Where there is more, the answer says where: {@code Link} with {@code rel="next"}. */
  private void page(Context context, String root) {
    AuditFilter filter = AuditQuery.filter(context);
    List<AuditEntry> entries = trail.page(filter);
    String older = AuditQuery.older(filter, entries);
    if (!older.isEmpty()) {
      context.header("Link", "<" + root + "/audit" + older + ">; rel=\"next\"");
    }
    Json.answer(context, entries);
  }

  /**
   * A line of JSON for each, as they are read: nobody ever holds all of them. A last line says that
   * these were all, for an answer that breaks off cannot be told from a whole one otherwise.
   */
  private void export(Context context) throws IOException {
    context.contentType("application/x-ndjson");
    Writer out =
        new BufferedWriter(new OutputStreamWriter(context.outputStream(), StandardCharsets.UTF_8));
    Exported exported = new Exported(out);
    trail.export(exported::add);
    exported.end();
    out.flush();
  }

  /** What was written of the trail so far. */
  private static final class Exported {

    private final Writer out;
    private long entries;
    private String hash = "";

    Exported(Writer out) {
      this.out = out;
    }

    void add(AuditEntry entry) {
      write(entry);
      entries++;
      hash = entry.hash();
    }

    void end() {
      write(new End(true, entries, hash));
    }

    private void write(Object line) {
      try {
        out.write(Json.text(line));
        out.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
