package dev.lowtide.app;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
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
          .addModule(
              new SimpleModule()
                  .addDeserializer(Duration.class, text(Durations::parse))
                  .addDeserializer(ByteSize.class, text(ByteSize::parse))
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
      AppConfig config = MAPPER.readValue(text, AppConfig.class);
      if (config == null) {
        throw new ConfigException(file + ":1: empty (expected: at least proxy and target)");
      }
      return config;
    } catch (JacksonException e) {
      throw new ConfigException(file + ":" + line(text, e) + ": " + describe(e));
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

  private static int line(String text, JacksonException e) {
    List<String> path =
        e.getPath().stream().map(part -> String.valueOf(part.getPropertyName())).toList();
    boolean isPlaceKnown = e.getLocation() != null && e.getLocation().getLineNr() > 0;
    return path.isEmpty() && isPlaceKnown
        ? e.getLocation().getLineNr()
        : ConfigLines.find(MAPPER, text, path);
  }

  private static String describe(JacksonException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      String known =
          unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      return path(e) + ": unknown setting (expected: one of " + known + ")";
    }
    if (e instanceof InvalidFormatException invalid) {
      Class<?> type = invalid.getTargetType();
      return path(e) + ": '" + invalid.getValue() + "' (expected: " + expected(type) + ")";
    }
    String text =
        e.getCause() instanceof IllegalArgumentException ours
            ? String.valueOf(ours.getMessage())
            : firstLine(e);
    return path(e).isEmpty() ? text : path(e) + ": " + text;
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(" or "));
    }
    return switch (type.getSimpleName()) {
      case "Integer", "int" -> "a whole number";
      case "Double", "double" -> "a number";
      default -> type.getSimpleName();
    };
  }

  private static String path(JacksonException e) {
    return e.getPath().stream()
        .map(part -> part.getPropertyName() == null ? "" + part.getIndex() : part.getPropertyName())
        .collect(Collectors.joining("."));
  }

  private static String firstLine(JacksonException e) {
    return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("not YAML");
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
