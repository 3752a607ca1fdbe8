package dev.lowtide.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Prints sessions: a line that names one, and below it a line for whatever there is to say. */
final class SessionTexts {

  private final Texts out;

  SessionTexts(Texts out) {
    this.out = out;
  }

  void session(JsonNode session) {
    String schema = text(session, "schema");
    out.line(
        words(
            text(session, "serverThreadId"),
            text(session, "user") + "@" + text(session, "clientAddress"),
            text(session, "program"),
            schema.isEmpty() ? "" : "in " + schema,
            lower(session, "phase"),
            session.path("isHeld").asBoolean(false) ? "held" : ""));
    transaction(session);
    session.path("touches").forEach(this::touch);
    kept(session.path("kept"));
    if (!text(session, "command").isEmpty()) {
      out.line("    at work for " + age(session, "commandFor") + ": " + text(session, "command"));
    }
  }

  void blindness(String why) {
    if (!why.isEmpty()) {
      out.line("cannot be told now: " + why);
    }
  }

  void bypassing(JsonNode session) {
    out.line(
        words(
            text(session, "threadId"),
            text(session, "user") + "@" + text(session, "host"),
            text(session, "program"),
            "not through the proxy"));
    if (session.has("transactionFor")) {
      String id = text(session, "trxId");
      out.line("    transaction " + id + ", open for " + age(session, "transactionFor"));
    }
    named("    has locks on ", session.path("tables"));
  }

  void orphan(JsonNode orphan) {
    out.line(
        words(
            text(orphan, "threadId"),
            text(orphan, "user") + "@" + text(orphan, "client"),
            "left behind by its client " + age(orphan, "sinceEnded") + " ago"));
    if (!text(orphan, "statement").isEmpty()) {
      out.line("    at work: " + text(orphan, "statement"));
    }
  }

  private void transaction(JsonNode session) {
    if (text(session, "transactionId").isEmpty()) {
      return;
    }
    String readView =
        session.has("readViewFor") ? ", read view " + age(session, "readViewFor") + " old" : "";
    out.line(
        "    transaction "
            + text(session, "transactionId")
            + " "
            + lower(session, "transaction")
            + ", open for "
            + age(session, "transactionFor")
            + readView);
    if (session.path("touches").isEmpty()) {
      named("    touched ", session.path("tables"));
    }
  }

  private void touch(JsonNode touch) {
    out.line("    touched " + Texts.names(touch.path("tables")) + " " + age(touch, "ago") + " ago");
  }

  private void kept(JsonNode kept) {
    List<String> words = new ArrayList<>();
    add(words, "XA transaction ", text(kept, "xa"));
    add(words, "LOCK TABLES ", Texts.names(kept.path("lockedTables")));
    add(words, "user locks: ", count(kept, "userLocks"));
    add(words, "HANDLER ", Texts.names(kept.path("openHandlers")));
    add(words, "open cursors: ", count(kept, "openCursors"));
    add(words, "temporary ", Texts.names(kept.path("temporaryTables")));
    add(words, "prepared statements: ", count(kept, "preparedStatements"));
    if (!words.isEmpty()) {
      out.line("    keeps " + String.join("; ", words));
    }
  }

  private void named(String what, JsonNode names) {
    if (!names.isEmpty()) {
      out.line(what + Texts.names(names));
    }
  }

  private static void add(List<String> words, String what, String value) {
    if (!value.isEmpty()) {
      words.add(what + value);
    }
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static String lower(JsonNode node, String name) {
    return text(node, name).toLowerCase(Locale.ROOT);
  }

  private static String count(JsonNode node, String name) {
    return node.path(name).asInt(0) == 0 ? "" : text(node, name);
  }

  private static String age(JsonNode node, String name) {
    return Texts.age(node.path(name));
  }

  private static String words(String... parts) {
    return String.join("  ", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
  }
}
