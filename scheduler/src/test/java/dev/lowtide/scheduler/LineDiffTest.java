package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.Plans;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineDiffTest {

  @ParameterizedTest
  @CsvSource({
    "a b c, a b c, ' a  b  c'",
    "a b c, a c, ' a -b  c'",
    "a c, a b c, ' a +b  c'",
    "a b c, a x c, ' a -b +x  c'",
    "a b, c d, '-a -b +c +d'",
    "'', a, '+a'",
    "a, '', '-a'",
  })
  void keepsAsManyLinesAsItCan(String before, String after, String diff) {
    assertThat(
            LineDiff.of(lines(before), lines(after)).stream()
                .map(line -> line.sign() + line.text())
                .collect(Collectors.joining(" ")))
        .isEqualTo(diff);
  }

  @Test
  void aPlanSaysWhatAnApprovalIsBoundTo() {
    assertThat(PlanText.lines(Plans.plan()))
        .contains(
            "subject: shop.orders",
            "method: copy-under-hold",
            "statement: " + Plans.ALTER,
            "file: 100 MiB",
            "a client waits at most: 500 ms",
            "definition: CREATE TABLE `orders` (`id` int)");
  }

  private static List<String> lines(String text) {
    return Arrays.stream(text.split(" ")).filter(line -> !line.isEmpty()).toList();
  }
}
