package dev.lowtide.console;

import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.Permission;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.security.RouteRole;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every route: says who is calling and whether they may.
 *
 * <p>Browsers come with a cookie, and what changes something must carry their token and come from
 * our own pages. Programs come with a bearer token.
 */
final class Guard {

  /** How the command line on this machine is called in the audit trail. */
  static final String LOCAL = "local";

  /**
   * Whoever can read its token can stop the process, too; but people are no matter of a machine.
   */
  private static final Set<Permission> OF_LOCAL =
      EnumSet.complementOf(EnumSet.of(Permission.SEE_PEOPLE, Permission.MANAGE_PEOPLE));

  private static final Set<String> LOOPBACK_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

  /** Nothing else is read as an IPv6 address, so that no name is ever looked up. */
  private static final Pattern IPV6 =
      Pattern.compile("\\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(%\\w+)?]");

  private static final String CALLER = "caller";
  private static final String BEARER = "Bearer ";

  private final ConsoleConfig config;
  private final People people;
  private final BrowserSessions sessions;
  private final KnownBrowsers known = new KnownBrowsers();

  Guard(ConsoleConfig config, People people, BrowserSessions sessions) {
    this.config = config;
    this.people = people;
    this.sessions = sessions;
  }

  void setHeaders(Context context) {
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "same-origin");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
    if (config.isSecure()) {
      context.header("Strict-Transport-Security", "max-age=31536000");
    }
  }

  void check(Context context) {
    if (!context.routeRoles().contains(Access.MONITORING)) {
      checkHost(context);
    }
    Optional<Caller> caller = identify(context);
    caller.ifPresent(known -> context.attribute(CALLER, known));
    boolean isOpen = context.routeRoles().stream().anyMatch(access -> isOpen(access, caller));
    if (!isOpen && caller.isEmpty()) {
      throw new UnauthorizedResponse("sign in first");
    }
    if (!isOpen) {
      throw new ForbiddenResponse("your role does not allow this");
    }
    if (isChange(context)) {
      checkOrigin(context);
      // Whoever comes to a door that is open to all does not come from a page of their session.
      if (!context.routeRoles().contains(Access.ANYBODY)) {
        checkCsrf(context, caller);
      }
    }
  }

  static Caller caller(Context context) {
    Caller caller = context.attribute(CALLER);
    if (caller == null) {
      throw new UnauthorizedResponse("sign in first");
    }
    return caller;
  }

  static @Nullable Caller callerOrNull(Context context) {
    return context.attribute(CALLER);
  }

  /**
   * Whoever was signed in in this browser before is so no longer. Whether they are signed in: not
   * if they were no longer to be let in by the time that there is a session to be ended.
   */
  boolean signIn(Context context, Person person, BooleanSupplier isStillLetIn) {
    sessions.close(context.cookie(cookieName()));
    String session = sessions.open(person);
    if (!isStillLetIn.getAsBoolean()) {
      sessions.close(session);
      return false;
    }
    setCookie(context, cookieName(), session, -1);
    int lifetime = (int) KnownBrowsers.LIFETIME.toSeconds();
    setCookie(context, knownName(), known.mark(person.name()), lifetime);
    return true;
  }

  /** The browser, if this person has signed in there before; or where they are signed in now. */
  Optional<String> knownBrowser(Context context, String name) {
    Caller caller = callerOrNull(context);
    return caller != null && caller.isBrowser() && caller.name().equals(name)
        ? Optional.of(caller.csrfToken())
        : known.find(context.cookie(knownName()), name);
  }

  /** Whoever is signed in by this name has to sign in again. */
  void signOutEverywhere(String name) {
    sessions.closeAll(name);
  }

  void signOut(Context context) {
    sessions.close(context.cookie(cookieName()));
    setCookie(context, cookieName(), "", 0);
    // Browsers keep whole pages for whoever goes back, also those that are not to be stored.
    context.header("Clear-Site-Data", "\"cache\"");
  }

  /** Whether whoever sent this is still signed in, to be asked later on. */
  BooleanSupplier lasting(Context context) {
    String session = context.cookie(cookieName());
    return () -> sessions.findIdle(session).isPresent();
  }

  /** Whether somebody in a browser gave their password longer ago; programs have none. */
  boolean isProofOlderThan(Context context, Duration age) {
    return caller(context).isBrowser()
        && sessions.isProofOlderThan(context.cookie(cookieName()), age);
  }

  /** Whoever it is gave their password again. */
  void prove(Context context) {
    sessions.prove(context.cookie(cookieName()));
  }

  private Optional<Caller> identify(Context context) {
    String authorization = context.header("Authorization");
    if (authorization != null && authorization.startsWith(BEARER)) {
      return byToken(authorization.substring(BEARER.length()));
    }
    String session = context.cookie(cookieName());
    return Page.isAskedForByItself(context) ? sessions.findIdle(session) : sessions.find(session);
  }

  private Optional<Caller> byToken(String token) {
    if (Secrets.areEqual(token, config.localToken())) {
      return Optional.of(new Caller(LOCAL, Role.OPERATOR, OF_LOCAL, ""));
    }
    return people.bearer(token).map(Caller::new);
  }

  private static boolean isOpen(RouteRole access, Optional<Caller> caller) {
    return access == Access.ANYBODY
        || access == Access.MONITORING
        || (caller.isPresent() && ((Access) access).isOpenTo(caller.get()));
  }

  private static boolean isChange(Context context) {
    return !context.method().equals(HandlerType.GET) && !context.method().equals(HandlerType.HEAD);
  }

  /** A name that somebody else made point at us would make their pages ours. */
  private void checkHost(Context context) {
    String host = String.valueOf(context.host()).replaceFirst(":\\d+$", "");
    URI publicUrl = config.publicUrl();
    boolean isOurs =
        LOOPBACK_NAMES.contains(host)
            || host.equals(config.listen().getHostString())
            || isOurAddress(host)
            || (publicUrl != null && host.equalsIgnoreCase(publicUrl.getHost()));
    if (!isOurs) {
      throw new ForbiddenResponse("host '" + host + "' is not one of ours");
    }
  }

  /** What the command line on this machine was told to call us, however it writes that. */
  private boolean isOurAddress(String host) {
    InetAddress ours = config.listen().getAddress();
    Matcher ipv6 = IPV6.matcher(host);
    if (!ipv6.matches()) {
      return host.equals(ours.getHostAddress());
    }
    try {
      return InetAddress.getByName("[" + ipv6.group(1) + "]").equals(ours);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Browsers say where a form stood; programs say nothing, and have no cookie either. */
  private void checkOrigin(Context context) {
    String origin = context.header("Origin");
    if (origin == null) {
      return;
    }
    URI publicUrl = config.publicUrl();
    boolean isOurs =
        origin.equals("http://" + context.host())
            || (publicUrl != null && origin.equalsIgnoreCase(origin(publicUrl)));
    if (!isOurs) {
      throw new ForbiddenResponse("this form stood on another site");
    }
  }

  /** As browsers write it: without the port that goes without saying. */
  private static String origin(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority().replaceFirst(":443$", "");
  }

  private static void checkCsrf(Context context, Optional<Caller> caller) {
    if (caller.isPresent() && caller.get().isBrowser()) {
      String sent = context.formParam("csrf");
      if (sent == null || !Secrets.areEqual(sent, caller.get().csrfToken())) {
        throw new ForbiddenResponse("this form is too old; load its page again");
      }
    }
  }

  private String cookieName() {
    return config.isSecure() ? "__Host-lowtide" : "lowtide";
  }

  private String knownName() {
    return cookieName() + "-known";
  }

  private void setCookie(Context context, String name, String value, int maxAge) {
    context.cookie(
        new Cookie(name, value, "/", maxAge, config.isSecure(), true, null, SameSite.STRICT));
  }
}
