package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.approval.ApprovalRule;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalSettingsTest {

  @TempDir private Path directory;
  private Configs configs;

  @BeforeEach
  void start() {
    configs = new Configs(directory);
  }

  @Test
  void onePersonApprovesUnlessSomethingElseIsSaid() throws Exception {
    ApprovalPolicy policy = policy("");

    assertThat(policy)
        .isEqualTo(
            new ApprovalPolicy(
                false,
                List.of(),
                1,
                null,
                ApprovalPolicy.REQUEST_LIFETIME,
                ApprovalPolicy.APPROVAL_LIFETIME));
    assertThat(policy("approval: required")).isEqualTo(policy);
    assertThat(policy("approval: {}")).isEqualTo(policy);
    assertThat(policy("approval: automatic").isAutomatic()).isTrue();
    assertThat(policy("approval: { by: automatic }").isAutomatic()).isTrue();
  }

  @Test
  void everythingOfItCanBeSet() throws Exception {
    assertThat(
            policy(
                """
                approval:
                  by: required
                  approvers: 2
                  twoAbove: 100GiB
                  requestFor: 24h
                  approvalFor: 2d
                  rules:
                    - { schema: "lab*", sizeUpTo: 1GiB, methods: [ shadow-copy ] }
                    - { schema: scratch }
                """))
        .isEqualTo(
            new ApprovalPolicy(
                false,
                List.of(
                    new ApprovalRule(
                        "lab*", ByteSize.parse("1GiB"), List.of(ShrinkMethod.SHADOW_COPY)),
                    new ApprovalRule("scratch", null, List.of())),
                2,
                ByteSize.parse("100GiB"),
                Duration.ofHours(24),
                Duration.ofDays(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "approvers: 0 | approval.approvers: 0 (expected: 1 to 5)",
        "approvers: 6 | approval.approvers: 6 (expected: 1 to 5)",
        "requestFor: 91d | approval.requestFor: ",
        "rules: [ { sizeUpTo: 1GiB } ] | approval.rules.0.schema: missing",
        "rules: [ { schema: a }, { schema: b, methods: [ swap ] } ] | approval.rules.1.methods: ",
        "rules: [ { schema: '*', methods: [ purge-binary-logs ] } ] | approval.rules.0.methods: "
            + "purge-binary-logs (expected: none that always takes a person's yes)",
      })
  void whatIsBeyondItsLimitIsRefused(String line, String said) {
    assertThatThrownBy(() -> policy("approval: { " + line + " }"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(said);
  }

  private ApprovalPolicy policy(String lines) throws IOException, ConfigException {
    return configs.settings(Configs.LEAST + "\n" + lines + "\n").scheduler().approval();
  }
}
