package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Permission;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * What every page shows around its content.
 *
 * @param section the navigation entry it belongs to; empty for none
 * @param caller who is signed in, or null
 * @param path where it is
 * @param refreshSeconds after which the page loads itself again without scripts; 0 for never
 * @param isChanging whether pieces of it are told anew while it is open
 * @param notice what everybody has to know wherever they are; empty for nothing
 */
public record Page(
    String title,
    String section,
    String path,
    @Nullable Caller caller,
    int refreshSeconds,
    boolean isChanging,
    String notice,
    String version) {

  /** Marks what a page asked for by itself, which is no sign of anybody sitting before it. */
  static final String AUTOMATIC = "auto=1";

  /** Asks for a page that does not load itself again, by whoever reads or types longer. */
  static final String STILL = "still";

  /** Whether nobody did anything to have this asked for. */
  static boolean isAskedForByItself(Context context) {
    String query = context.queryString();
    return context.path().equals("/updates")
        || (query != null && ("&" + query).endsWith("&" + AUTOMATIC));
  }

  public String refreshUrl() {
    return path + "?" + AUTOMATIC;
  }

  public String stillUrl() {
    return path + "?" + STILL + "=true";
  }

  /** Whether it changes by itself while somebody looks at it. */
  public boolean isLive() {
    return isChanging && isSignedIn();
  }

  /** For an attribute; null leaves it out. */
  public @Nullable String liveMark() {
    return isLive() ? "yes" : null;
  }

  public Page live() {
    return new Page(title, section, path, caller, refreshSeconds, true, notice, version);
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
    return may(Permission.OPERATE);
  }

  public boolean mayRequest() {
    return may(Permission.REQUEST);
  }

  public boolean mayApprove() {
    return may(Permission.APPROVE);
  }

  public boolean mayComment() {
    return may(Permission.COMMENT);
  }

  public boolean mayReadAudit() {
    return may(Permission.READ_AUDIT);
  }

  public boolean maySeePeople() {
    return may(Permission.SEE_PEOPLE);
  }

  public boolean mayManagePeople() {
    return may(Permission.MANAGE_PEOPLE);
  }

  public boolean mayManagePolicies() {
    return may(Permission.MANAGE_POLICIES);
  }

  private boolean may(Permission permission) {
    return caller != null && caller.may(permission);
  }
}
