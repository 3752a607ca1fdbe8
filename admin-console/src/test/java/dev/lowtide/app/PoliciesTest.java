package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.console.Installation.Policy;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoliciesTest {

  @TempDir private Path directory;

  @Test
  void whatIsNotSetIsSaidAsItIs() throws Exception {
    Map<String, String> policies = of("");

    assertThat(policies)
        .containsEntry("Who approves", "one person other than who asked")
        .containsEntry("Approved without a person", "nothing")
        .containsEntry("A request waits for a decision", "72 h")
        .containsEntry("An approval holds", "168 h")
        .containsEntry("A run is given up", "after 10 attempts in vain")
        .containsEntry(
            "An old table is kept", "24 h, as it was: a way back loses what was written since")
        .containsEntry("Replicas", "none is watched; with any other a copy is refused");
  }

  @Test
  void rulesAndSizesAreNamed() throws Exception {
    Map<String, String> policies =
        of(
            """
            approval:
              twoAbove: 10GiB
              rules:
                - { schema: "lab*", sizeUpTo: 1GiB, methods: [ shadow-copy ] }
            """);

    assertThat(policies)
        .containsEntry(
            "Who approves", "one person other than who asked; two for files above 10.0 GiB")
        .containsEntry("Approved without a person", "schema lab*, up to 1.0 GiB, shadow-copy");
  }

  private Map<String, String> of(String settings) throws Exception {
    Configs configs = new Configs(directory);
    return Policies.of(configs.settings(Configs.LEAST + settings).scheduler()).stream()
        .collect(Collectors.toMap(Policy::name, Policy::text));
  }
}
