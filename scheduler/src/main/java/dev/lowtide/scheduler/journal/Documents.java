package dev.lowtide.scheduler.journal;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.SpaceKind;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.Tablespace;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Nouns as JSON: they are read and written whole, so the store need not know their insides. */
final class Documents {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultVisibility(
              visibility -> visibility.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
          .addMixIn(ShrinkPlan.class, AboutSomething.class)
          .addMixIn(Tablespace.class, AboutSomething.class)
          .addModule(new SimpleModule().addDeserializer(Subject.class, new SubjectReader()))
          .build();

  /** When all plans were about tables they said so: what was written then is read yet. */
  interface AboutSomething {
    @JsonAlias("table")
    Subject subject();
  }

  /** Reads a table's name as it was written when there was nothing else. */
  private static final class SubjectReader extends ValueDeserializer<Subject> {
    @Override
    public Subject deserialize(JsonParser parser, DeserializationContext context) {
      JsonNode node = context.readTree(parser);
      JsonNode table = node.has("schema") ? node : node.path("tableName");
      TableName name =
          table.isObject()
              ? new TableName(table.path("schema").asString(), table.path("table").asString())
              : null;
      return node.has("schema")
          ? Subject.of(requireNonNull(name))
          : new Subject(
              SpaceKind.valueOf(node.path("kind").asString()), name, node.path("name").asString());
    }
  }

  private Documents() {}

  static String write(Object noun) {
    return MAPPER.writeValueAsString(noun);
  }

  static <T> T read(String document, Class<T> type) {
    return MAPPER.readValue(document, type);
  }
}
