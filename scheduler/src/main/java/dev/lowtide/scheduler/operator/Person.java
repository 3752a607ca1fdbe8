package dev.lowtide.scheduler.operator;

import java.util.regex.Pattern;

/** Somebody who may sign in, or whose token may. */
public record Person(String name, Role role) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  public Person {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: '" + name + "' (expected: 1 to 64 letters, digits and . _ @ -)");
    }
  }
}
