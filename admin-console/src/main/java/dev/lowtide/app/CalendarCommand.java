package dev.lowtide.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** When runs may be at work. */
@Command(
    name = "calendar",
    description = "Lists maintenance windows and freezes, and sets and removes them.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CalendarCommand.AddWindow.class,
      CalendarCommand.AddFreeze.class,
      CalendarCommand.RemoveWindow.class,
      CalendarCommand.RemoveFreeze.class
    })
final class CalendarCommand extends ApiCommand {

  private static final String PATH = "/calendar";

  @Override
  JsonNode ask(ApiClient api) {
    return api.get(PATH);
  }

  @Override
  void print(JsonNode answer, Texts out) {
    printCalendar(answer, out);
  }

  private static void printCalendar(JsonNode answer, Texts out) {
    JsonNode now = answer.path("now");
    out.field("now", (now.path("isOpen").asBoolean() ? "open: " : "closed: ") + text(now, "text"));
    List<List<String>> windows = new ArrayList<>();
    for (JsonNode window : answer.path("calendar").path("windows")) {
      String days =
          window
              .path("days")
              .valueStream()
              .map(day -> day.asString("").substring(0, 3).toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(","));
      windows.add(
          List.of(
              text(window, "id"),
              text(window, "name"),
              days,
              text(window, "from"),
              text(window, "to"),
              text(window, "zone")));
    }
    out.table(List.of("WINDOW", "NAME", "DAYS", "OPENS", "CLOSES", "ZONE"), windows);
    List<List<String>> freezes = new ArrayList<>();
    for (JsonNode freeze : answer.path("calendar").path("freezes")) {
      freezes.add(
          List.of(
              text(freeze, "id"), text(freeze, "name"), text(freeze, "from"), text(freeze, "to")));
    }
    out.table(List.of("FREEZE", "NAME", "FROM", "TO"), freezes);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  /** Sets a window. */
  @Command(
      name = "add-window",
      description = "Lets runs be at work in these hours.",
      mixinStandardHelpOptions = true)
  static final class AddWindow extends Addition {

    @Option(names = "--days", paramLabel = "DAYS", description = "Such as mon-fri; daily.")
    private String days = "daily";

    @Option(names = "--from", required = true, paramLabel = "HH:MM", description = "It opens.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "HH:MM", description = "It closes.")
    private String to = "";

    AddWindow() {
      super("window");
    }

    @Override
    Map<String, String> times() {
      return Map.of("days", days, "from", from, "to", to);
    }
  }

  /** Sets a freeze. */
  @Command(
      name = "add-freeze",
      description = "Lets no run begin in this time.",
      mixinStandardHelpOptions = true)
  static final class AddFreeze extends Addition {

    @Option(
        names = "--from",
        required = true,
        paramLabel = "TIME",
        description = "Such as 2026-12-24T18:00.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "TIME", description = "When it ends.")
    private String to = "";

    AddFreeze() {
      super("freeze");
    }

    @Override
    Map<String, String> times() {
      return Map.of("from", from, "to", to);
    }
  }

  /** Says which number it has. */
  private abstract static class Addition extends ApiCommand {

    private final String what;

    @Parameters(index = "0", paramLabel = "NAME", description = "How people call it.")
    private String name = "";

    @Option(names = "--zone", paramLabel = "ZONE", description = "Such as Europe/Berlin; UTC.")
    private String zone = "UTC";

    Addition(String what) {
      this.what = what;
    }

    abstract Map<String, String> times();

    @Override
    JsonNode ask(ApiClient api) {
      Map<String, String> body = new HashMap<>(times());
      body.put("name", name);
      body.put("zone", zone);
      return api.post(PATH + "/" + what + "s", body);
    }

    @Override
    void print(JsonNode answer, Texts out) {
      out.line(what + " " + text(answer, "id") + " is set");
    }
  }

  /** Removes a window. */
  @Command(
      name = "remove-window",
      description = "Takes a window away.",
      mixinStandardHelpOptions = true)
  static final class RemoveWindow extends Removal {
    RemoveWindow() {
      super("/windows/");
    }
  }

  /** Removes a freeze. */
  @Command(
      name = "remove-freeze",
      description = "Takes a freeze away, or ends it.",
      mixinStandardHelpOptions = true)
  static final class RemoveFreeze extends Removal {
    RemoveFreeze() {
      super("/freezes/");
    }
  }

  /** Shows what is left. */
  private abstract static class Removal extends ApiCommand {

    private final String from;

    @Parameters(index = "0", paramLabel = "ID", description = "Its number.")
    private long id;

    Removal(String from) {
      this.from = from;
    }

    @Override
    JsonNode ask(ApiClient api) {
      return api.delete(PATH + from + id);
    }

    @Override
    void print(JsonNode answer, Texts out) {
      printCalendar(answer, out);
    }
  }
}
