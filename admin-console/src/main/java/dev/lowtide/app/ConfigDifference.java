package dev.lowtide.app;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which settings two configurations do not have in common, by the names they have in the file. */
final class ConfigDifference {

  private final List<String> names = new ArrayList<>();

  private ConfigDifference() {}

  static List<String> of(AppConfig one, AppConfig other) {
    ConfigDifference difference = new ConfigDifference();
    difference.compare(AppConfig.class, "", one, other);
    return difference.names;
  }

  private void compare(
      Class<?> section, String path, @Nullable Object one, @Nullable Object other) {
    for (RecordComponent setting : section.getRecordComponents()) {
      Object before = one == null ? null : GivenSettings.value(setting, one);
      Object after = other == null ? null : GivenSettings.value(setting, other);
      if (isSection(setting.getType())) {
        compare(setting.getType(), path + setting.getName() + ".", before, after);
      } else if (!Objects.equals(before, after)) {
        names.add(path + setting.getName());
      }
    }
  }

  private static boolean isSection(Class<?> type) {
    return type.isRecord() && type.getEnclosingClass() == AppConfig.class;
  }
}
