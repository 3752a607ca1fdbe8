package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenSettingsTest {

  @TempDir private Path folder;

  @Test
  void settingsAreToldAsTheFileHasThem() throws Exception {
    assertThat(given("approval: required\nquiet: { quietFor: 90s }\nlog: { level: debug }\n"))
        .containsEntry("proxy.backend", "127.0.0.1:3306")
        .containsEntry("approval.by", "required")
        .containsEntry("quiet.quietFor", "1m30s")
        .containsEntry("log.level", "debug")
        .doesNotContainKey("approval.approvers");
  }

  @Test
  void whatIsListedIsToldOneByOne() throws Exception {
    String file =
        """
        approval:
          approvers: 2
          rules:
            - { schema: shop, sizeUpTo: 1GiB }
            - { schema: log, methods: [shadow-copy, copy-under-hold] }
        """;

    assertThat(given(file))
        .contains(
            entry("approval.approvers", "2"),
            entry("approval.rules[0].schema", "shop"),
            entry("approval.rules[0].sizeUpTo", "1.0 GiB"),
            entry("approval.rules[1].schema", "log"),
            entry("approval.rules[1].methods", "shadow-copy, copy-under-hold"));
  }

  @Test
  void whatMayBeSecretIsNotTold() throws Exception {
    String file =
        """
        store: { url: "jdbc:postgresql://keeper:hidden@db/lowtide", password: hidden }
        webhooks:
          - { url: "https://hooks.example/hidden", secret: hiddenhiddenhidden, events: [asked] }
        """;

    Map<String, String> given = given(file);

    assertThat(given.toString()).doesNotContain("hidden");
    assertThat(given)
        .containsEntry("target.password", "(not shown)")
        .containsEntry("store.url", "jdbc:postgresql://db/lowtide")
        .containsEntry("webhooks[0].url", "(not shown)")
        .containsEntry("webhooks[0].events", "asked");
  }

  private Map<String, String> given(String more) throws Exception {
    return GivenSettings.of(new Configs(folder).read(Configs.LEAST + more));
  }
}
