package dev.lowtide.app;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Where in a file a setting stands: what was read ahead has lost its place by the time it is
 * refused.
 */
final class ConfigLines {

  private ConfigLines() {}

  /**
   * The line of the setting with this path, or of its nearest parent that is there; 1 if none is.
   */
  static int find(YAMLMapper mapper, String text, List<String> path) {
    int line = 1;
    int matched = 0;
    List<String> here = new ArrayList<>();
    try (JsonParser parser = mapper.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case START_OBJECT, START_ARRAY -> here.add("");
          case END_OBJECT, END_ARRAY -> here.remove(here.size() - 1);
          case PROPERTY_NAME -> {
            here.set(here.size() - 1, parser.currentName());
            if (here.size() > matched && path.size() >= here.size() && isPrefix(here, path)) {
              matched = here.size();
              line = parser.currentTokenLocation().getLineNr();
            }
          }
          default -> {}
        }
      }
    } catch (JacksonException e) {
      return line;
    }
    return line;
  }

  private static boolean isPrefix(List<String> here, List<String> path) {
    return path.subList(0, here.size()).equals(here);
  }
}
