package dev.lowtide.console;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.Tablespace;
import io.javalin.http.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Facts as JSON: sizes in bytes, durations in ISO 8601, times in UTC, names as people write them.
 */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          // Facts are what records consist of, not what else can be asked of them.
          .changeDefaultVisibility(
              visibility -> visibility.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
          .addMixIn(ShrinkPlan.class, OfTable.class)
          .addMixIn(Tablespace.class, OfTable.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(ByteSize.class, as((size, out) -> out.writeNumber(size.bytes())))
                  .addSerializer(RunId.class, as((id, out) -> out.writeNumber(id.value())))
                  .addSerializer(
                      Duration.class, as((duration, out) -> out.writeString(duration.toString())))
                  .addSerializer(
                      Subject.class, as((subject, out) -> out.writeString(subject.toString())))
                  .addSerializer(
                      TableName.class, as((table, out) -> out.writeString(table.toString())))
                  .addSerializer(PlanHash.class, as((hash, out) -> out.writeString(hash.value()))))
          .build();

  /** Whoever asks about tables finds them by that name; what belongs to none has none. */
  interface OfTable {
    @JsonProperty("table")
    @Nullable TableName tableOrNull();
  }

  @FunctionalInterface
  private interface Writer<T> {
    void write(T value, JsonGenerator out);
  }

  private Json() {}

  static void answer(Context context, Object facts) {
    context.contentType("application/json").result(text(facts));
  }

  /** On one line. */
  static String text(Object facts) {
    return MAPPER.writeValueAsString(facts);
  }

  /** A body of {@code null} is JSON, but none of ours. */
  static <T> T read(Context context, Class<T> type) {
    @Nullable T read = MAPPER.readValue(context.body(), type);
    if (read == null) {
      throw new IllegalArgumentException("body: null (expected: a JSON object)");
    }
    return read;
  }

  private static <T> ValueSerializer<T> as(Writer<T> writer) {
    return new ValueSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializationContext context) {
        writer.write(value, out);
      }
    };
  }
}
