package dev.lowtide.app;

import dev.lowtide.scheduler.journal.StoreUrl;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings that a file gives, for people to read: whatever may be secret is not told. */
final class GivenSettings {

  /**
   * Of files that hold a secret the name is none; other sites' addresses often have one in them.
   */
  private static final Set<String> SECRET = Set.of("password", "token", "secret", "url");

  private GivenSettings() {}

  static Map<String, String> of(AppConfig config) {
    Map<String, String> all = new LinkedHashMap<>();
    addAll(config, "", all);
    return all;
  }

  private static void addAll(Object section, String path, Map<String, String> all) {
    for (RecordComponent setting : section.getClass().getRecordComponents()) {
      Object value = value(setting, section);
      if (value != null) {
        add(value, path + setting.getName(), all);
      }
    }
  }

  private static void add(Object value, String path, Map<String, String> all) {
    if (isSection(value)) {
      addAll(value, path + ".", all);
    } else if (value instanceof List<?> list && list.stream().anyMatch(GivenSettings::isSection)) {
      for (int i = 0; i < list.size(); i++) {
        add(list.get(i), path + "[" + i + "]", all);
      }
    } else {
      all.put(path, shown(path, value));
    }
  }

  /** Addresses and sizes are records as well, and mean one thing. */
  private static boolean isSection(Object value) {
    Class<?> type = value.getClass();
    Class<?> within = type.getEnclosingClass() == null ? type : type.getEnclosingClass();
    return type.isRecord() && (within == AppConfig.class || within == ApprovalSection.class);
  }

  private static String shown(String path, Object value) {
    if (path.equals("store.url")) {
      return StoreUrl.shown(String.valueOf(value));
    }
    String name = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return SECRET.contains(name) ? StoreUrl.HIDDEN : text(value);
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(GivenSettings::text).collect(Collectors.joining(", "));
    }
    if (value instanceof Duration duration) {
      // PT1M30S, and to the letter: whoever looks a setting up wants no rounding.
      return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
    return value instanceof Enum<?> word
        ? word.name().toLowerCase(Locale.ROOT)
        : String.valueOf(value);
  }

  static @Nullable Object value(RecordComponent setting, Object section) {
    try {
      return setting.getAccessor().invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record hides " + setting.getName(), e);
    }
  }
}
