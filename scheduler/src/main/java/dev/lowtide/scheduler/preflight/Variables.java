package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The server's global variables. Which there are depends on its version. */
public final class Variables {

  private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public Variables(Map<String, String> values) {
    this.values.putAll(values);
  }

  /** A variable's value; nothing if the server does not have it. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The same, or empty. */
  public String text(String name) {
    return values.getOrDefault(name, "");
  }

  public boolean isOn(String name) {
    String value = text(name);
    return value.equalsIgnoreCase("ON") || value.equals("1") || value.equalsIgnoreCase("YES");
  }

  /** Limits are unsigned and may be beyond what a long holds; then it is the longest there is. */
  public long number(String name, long otherwise) {
    String value = text(name);
    if (!value.matches("-?\\d{1,30}")) {
      return otherwise;
    }
    return new BigInteger(value).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  /**
   * Passes if the variable has this value. One that the server does not have is not passed over.
   *
   * @param why it must have it
   */
  CheckResult expect(String check, String name, String expected, String why) {
    String value = find(name).orElse("not known to the server");
    boolean isMet =
        value.equalsIgnoreCase(expected)
            || (List.of("ON", "OFF").contains(expected)
                && find(name).isPresent()
                && isOn(name) == expected.equals("ON"));
    return isMet
        ? CheckResult.passed(check, name + " is " + shown(value))
        : CheckResult.refused(
            check,
            name
                + " is "
                + shown(value)
                + " (expected: "
                + shown(expected)
                + "; "
                + why
                + "; SET GLOBAL "
                + name
                + ", and in the server's configuration)");
  }

  private static String shown(String value) {
    return value.isEmpty() ? "''" : value;
  }
}
