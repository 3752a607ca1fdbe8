package dev.lowtide.scheduler.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import tools.jackson.databind.json.JsonMapper;

/** Nouns as JSON: they are read and written whole, so the store need not know their insides. */
final class Documents {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultVisibility(
              visibility -> visibility.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
          .build();

  private Documents() {}

  static String write(Object noun) {
    return MAPPER.writeValueAsString(noun);
  }

  static <T> T read(String document, Class<T> type) {
    return MAPPER.readValue(document, type);
  }
}
