package dev.lowtide.console;

import org.jspecify.annotations.Nullable;

/**
 * What every page shows around its content.
 *
 * @param section the navigation entry it belongs to; empty for none
 * @param caller who is signed in, or null
 * @param path where it is
 * @param refreshSeconds after which the page loads itself again; 0 for never
 */
public record Page(
    String title,
    String section,
    String path,
    @Nullable Caller caller,
    int refreshSeconds,
    String version) {

  /** Marks what a page asked for by itself, which is no sign of anybody sitting before it. */
  static final String AUTOMATIC = "auto=1";

  public String refreshUrl() {
    return path + "?" + AUTOMATIC;
  }

  /** For {@code aria-current}; null leaves the attribute out. */
  public @Nullable String current(String entry) {
    return section.equals(entry) ? "page" : null;
  }

  public boolean isSignedIn() {
    return caller != null;
  }

  public String csrf() {
    return caller == null ? "" : caller.csrfToken();
  }

  public String callerName() {
    return caller == null ? "" : caller.name();
  }

  public boolean mayDecide() {
    return caller != null && caller.mayDecide();
  }

  public boolean mayManagePeople() {
    return caller != null && caller.mayManagePeople();
  }
}
