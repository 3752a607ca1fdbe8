package dev.lowtide.app;

import dev.lowtide.scheduler.journal.StoreUrl;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings that a file gives, for people to read: whatever may be secret is not told. */
final class GivenSettings {

  /** Of files that hold a secret the name is none. */
  private static final Set<String> SECRET = Set.of("password", "token", "secret");

  private GivenSettings() {}

  static Map<String, String> of(AppConfig config) {
    Map<String, String> all = new LinkedHashMap<>();
    add(AppConfig.class, "", config, all);
    return all;
  }

  private static void add(
      Class<?> section, String path, Object given, Map<String, String> settings) {
    for (RecordComponent setting : section.getRecordComponents()) {
      Object value = value(setting, given);
      String name = path + setting.getName();
      if (value == null) {
        continue;
      }
      if (setting.getType().isRecord()
          && setting.getType().getEnclosingClass() == AppConfig.class) {
        add(setting.getType(), name + ".", value, settings);
      } else {
        settings.put(name, text(setting.getName(), value));
      }
    }
  }

  private static String text(String name, Object value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (SECRET.contains(lower)) {
      return StoreUrl.HIDDEN;
    }
    return lower.equals("url") ? StoreUrl.shown(String.valueOf(value)) : String.valueOf(value);
  }

  static @Nullable Object value(RecordComponent setting, Object section) {
    try {
      return setting.getAccessor().invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record hides " + setting.getName(), e);
    }
  }
}
