package dev.lowtide.app;

import dev.lowtide.proxy.relay.BackendAddress;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads the configuration file. Everything wrong in it is one line with file, line and expectation.
 */
final class ConfigReader {

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .addModule(
              new SimpleModule()
                  .addDeserializer(Duration.class, text(Durations::parse))
                  .addDeserializer(ByteSize.class, text(ByteSize::parse))
                  .addDeserializer(BackendAddress.class, text(Backend::parse))
                  .addDeserializer(HostPort.class, text(HostPort::parse)))
          .build();

  /** Reads one value out of its text, or throws IllegalArgumentException. */
  @FunctionalInterface
  private interface Parser<T> {
    T parse(String text);
  }

  private ConfigReader() {}

  static AppConfig read(Path file) throws ConfigException {
    String text = text(file);
    try {
      JsonNode tree = MAPPER.readTree(text);
      if (tree.isMissingNode() || tree.isNull()) {
        throw new ConfigException(file + ":1: empty (expected: at least proxy and target)");
      }
      return MAPPER.readValue(text, AppConfig.class);
    } catch (JacksonException e) {
      ConfigFault fault = new ConfigFault(e);
      throw new ConfigException(file + ":" + fault.line(MAPPER, text) + ": " + fault.text());
    }
  }

  private static String text(Path file) throws ConfigException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such file (expected: a configuration file)");
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    }
  }

  private static <T> ValueDeserializer<T> text(Parser<T> parser) {
    return new ValueDeserializer<>() {
      @Override
      public T deserialize(JsonParser json, DeserializationContext context) {
        try {
          return parser.parse(json.getString());
        } catch (IllegalArgumentException e) {
          throw context.instantiationException(handledType(), e);
        }
      }

      @Override
      public Class<?> handledType() {
        return Object.class;
      }
    };
  }
}
