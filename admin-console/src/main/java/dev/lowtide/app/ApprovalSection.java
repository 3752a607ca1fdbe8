package dev.lowtide.app;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code approval}, as it is written: one word, or a section.
 *
 * @param by who approves: a person, unless it says automatic
 */
record ApprovalSection(
    @Nullable By by,
    @Nullable Integer approvers,
    @Nullable ByteSize twoAbove,
    @Nullable Duration requestFor,
    @Nullable Duration approvalFor,
    @Nullable List<Rule> rules) {

  /** Who approves. */
  enum By {
    @JsonProperty("required")
    REQUIRED,
    @JsonProperty("automatic")
    AUTOMATIC
  }

  /** What is approved by configuration. */
  record Rule(
      @Nullable String schema, @Nullable ByteSize sizeUpTo, @Nullable List<String> methods) {}

  @JsonCreator
  ApprovalSection {}

  /** The one word. */
  @JsonCreator
  static ApprovalSection of(String word) {
    return new ApprovalSection(by(word), null, null, null, null, null);
  }

  /** No word at all. */
  @JsonCreator
  static ApprovalSection of(int number) {
    return of(String.valueOf(number));
  }

  private static By by(String word) {
    return switch (word) {
      case "required" -> By.REQUIRED;
      case "automatic" -> By.AUTOMATIC;
      default ->
          throw new IllegalArgumentException("'" + word + "' (expected: required or automatic)");
    };
  }
}
