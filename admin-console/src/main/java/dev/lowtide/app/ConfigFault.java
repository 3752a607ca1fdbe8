package dev.lowtide.app;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What is wrong in a configuration file: the line, the setting, the value and what was expected.
 */
final class ConfigFault {

  private final JacksonException fault;

  ConfigFault(JacksonException fault) {
    this.fault = fault;
  }

  int line(YAMLMapper mapper, String text) {
    Optional<Integer> marked = yamlFault().flatMap(ConfigFault::line);
    if (marked.isPresent()) {
      return marked.get();
    }
    List<String> path =
        fault.getPath().stream().map(part -> String.valueOf(part.getPropertyName())).toList();
    boolean isOfTheText = path.isEmpty() || fault instanceof StreamReadException;
    boolean isPlaceKnown = fault.getLocation() != null && fault.getLocation().getLineNr() > 0;
    return isOfTheText && isPlaceKnown
        ? fault.getLocation().getLineNr()
        : ConfigLines.find(mapper, text, path);
  }

  String text() {
    if (fault instanceof UnrecognizedPropertyException unknown) {
      return setting() + "unknown setting (expected: one of " + known(unknown) + ")";
    }
    if (fault instanceof InvalidFormatException invalid) {
      return setting() + wrong("'" + invalid.getValue() + "'", invalid.getTargetType());
    }
    if (fault instanceof MismatchedInputException mismatched) {
      return setting() + wrong("a value of another kind", mismatched.getTargetType());
    }
    if (fault instanceof InputCoercionException beyond) {
      return setting() + wrong("a number beyond all limits", beyond.getTargetType());
    }
    if (fault.getCause() instanceof IllegalArgumentException ours) {
      return setting() + ours.getMessage();
    }
    return yamlFault().isPresent() ? "not YAML: " + yamlFault().get().getProblem() : firstLine();
  }

  private Optional<MarkedYamlEngineException> yamlFault() {
    return fault.getCause() instanceof MarkedYamlEngineException yaml
        ? Optional.of(yaml)
        : Optional.empty();
  }

  private static Optional<Integer> line(MarkedYamlEngineException yaml) {
    return yaml.getProblemMark().map(Mark::getLine).map(line -> line + 1);
  }

  /** The setting's name before what is to be said of it; nothing if it is about the whole file. */
  private String setting() {
    String path =
        fault.getPath().stream()
            .map(
                part ->
                    part.getPropertyName() == null ? "" + part.getIndex() : part.getPropertyName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "" : path + ": ";
  }

  private String firstLine() {
    return String.valueOf(fault.getOriginalMessage()).lines().findFirst().orElse("not YAML");
  }

  private static String known(UnrecognizedPropertyException unknown) {
    return unknown.getKnownPropertyIds().stream()
        .map(String::valueOf)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String wrong(String value, Class<?> type) {
    return value + " (expected: " + expected(type) + ")";
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(" or "));
    }
    if (type.isRecord()) {
      return Arrays.stream(type.getRecordComponents())
          .map(RecordComponent::getName)
          .collect(Collectors.joining(", ", "some of the settings ", ""));
    }
    if (List.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == Double.class) {
      return "a number";
    }
    return type == Integer.class || type == int.class ? "a whole number" : "text";
  }
}
