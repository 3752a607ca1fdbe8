package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {

  private static final String ROOT = "/api/v1";

  private static final List<String> ROLES =
      Stream.of(Access.values()).map(access -> access.name().toLowerCase(Locale.ROOT)).toList();

  private static final JsonNode DESCRIPTION =
      JsonMapper.shared().readTree(Assets.read("openapi.json"));

  @Test
  void everyOperationSaysWhatItDoesAndWhoMay() {
    operations()
        .forEach(
            operation -> {
              assertThat(operation.path("summary").asString("")).isNotBlank();
              assertThat(operation.path("operationId").asString("")).isNotBlank();
              assertThat(operation.path("x-role").asString("")).isIn(ROLES);
              assertThat(operation.path("responses").isEmpty()).isFalse();
            });
  }

  @Test
  void noTwoOperationsHaveTheSameName() {
    assertThat(operations().map(operation -> operation.path("operationId").asString("")))
        .doesNotHaveDuplicates();
  }

  @Test
  void pathsNameTheirParameters() {
    DESCRIPTION
        .path("paths")
        .properties()
        .forEach(
            path -> {
              boolean hasId = path.getKey().contains("{id}");
              path.getValue()
                  .forEach(
                      operation ->
                          assertThat(operation.path("parameters").toString().contains("\"path\""))
                              .as(path.getKey())
                              .isEqualTo(hasId));
            });
  }

  private Stream<JsonNode> operations() {
    List<JsonNode> all = new ArrayList<>();
    DESCRIPTION.path("paths").forEach(path -> path.forEach(all::add));
    return all.stream();
  }

  /** Method and path of all, as routes are written. */
  static List<String> described() {
    List<String> all = new ArrayList<>();
    DESCRIPTION
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(
                        method ->
                            all.add(method.toUpperCase(Locale.ROOT) + " " + ROOT + path.getKey())));
    return all;
  }
}
