package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UnauthorizedResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Signing in and out, and who may. */
final class PeoplePages {

  /** How the command line and the program are called in the audit trail. */
  private static final Set<String> OURS = Set.of(Guard.LOCAL, "lowtide");

  private final ConsoleConfig config;
  private final Operator operator;
  private final People people;
  private final SignIn signIn;
  private final Guard guard;
  private final Templates templates;

  PeoplePages(
      ConsoleConfig config,
      Operator operator,
      People people,
      SignIn signIn,
      Guard guard,
      Templates templates) {
    this.config = config;
    this.operator = operator;
    this.people = people;
    this.signIn = signIn;
    this.guard = guard;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/sign-in", this::showSignIn, Access.ANYBODY);
    routes.post("/sign-in", this::signIn, Access.ANYBODY);
    routes.post("/sign-out", this::signOut, Access.VIEWER);
    routes.get("/welcome/{secret}", this::welcome, Access.ANYBODY);
    routes.post("/welcome", this::accept, Access.ANYBODY);
    routes.get("/people", context -> showPeople(context, ""), Access.PEOPLE_READER);
    routes.post("/people", this::invite, Access.ADMINISTRATOR);
    routes.post("/people/{name}/end", this::end, Access.ADMINISTRATOR);
  }

  private void showSignIn(Context context) {
    showSignIn(context, NextPage.checked(context.queryParam("next")), "");
  }

  private void showSignIn(Context context, String next, String problem) {
    templates.render(
        context,
        "signIn",
        templates.page(context, "Sign in", ""),
        Map.of("next", next, "problem", problem));
  }

  private void signIn(Context context) {
    String name = Requests.form(context, "name");
    String next = NextPage.checked(context.formParam("next"));
    Optional<Person> person = checked(context, name, Requests.form(context, "password"));
    if (person.isPresent() && letIn(context, person.get())) {
      context.redirect(next, HttpStatus.SEE_OTHER);
      return;
    }
    context.status(HttpStatus.UNAUTHORIZED);
    showSignIn(context, next, "Name and password do not fit, or there were too many tries.");
  }

  /** Whether they are signed in now. */
  private boolean letIn(Context context, Person person) {
    Optional<String> password = people.passwordHash(person.name());
    // First, so that nobody is signed in whom the trail does not know of.
    operator.record(person.name(), "sign in", "from " + context.ip());
    return guard.signIn(context, person, () -> isStill(person, password));
  }

  /** Not if their access, their role or their password was taken away meanwhile. */
  private boolean isStill(Person person, Optional<String> password) {
    return password.isPresent()
        && people.passwordHash(person.name()).equals(password)
        && people.find(person.name()).equals(Optional.of(person));
  }

  private Optional<Person> checked(Context context, String name, String password) {
    return guard
        .knownBrowser(context, name)
        .map(browser -> signIn.checkKnown(name, password, context.ip(), browser))
        .orElseGet(() -> signIn.check(name, password, context.ip()));
  }

  private void signOut(Context context) {
    guard.signOut(context);
    context.redirect("/sign-in", HttpStatus.SEE_OTHER);
  }

  private void welcome(Context context) {
    String secret = context.pathParam("secret");
    showWelcome(context, invited(secret), secret, "");
  }

  private Person invited(String secret) {
    return people.personOfLink(secret).orElseThrow(PeoplePages::linkIsOver);
  }

  private void showWelcome(Context context, Person person, String secret, String problem) {
    templates.render(
        context,
        "welcome",
        templates.page(context, "Welcome", ""),
        Map.of("secret", secret, "name", person.name(), "problem", problem));
  }

  private void accept(Context context) {
    String secret = Requests.form(context, "secret");
    String password = Requests.form(context, "password");
    // First, since a stranger without a link must not make us hash.
    Person invited = invited(secret);
    Optional<String> objection = SignIn.objection(password);
    if (objection.isPresent()) {
      context.status(HttpStatus.BAD_REQUEST);
      showWelcome(context, invited, secret, objection.get());
      return;
    }
    String hash = SignIn.hash(password);
    Person person = people.acceptLink(secret, hash).orElseThrow(PeoplePages::linkIsOver);
    guard.signOutEverywhere(person.name());
    if (!guard.signIn(context, person, () -> isStill(person, Optional.of(hash)))) {
      throw linkIsOver();
    }
    context.redirect("/", HttpStatus.SEE_OTHER);
  }

  private void showPeople(Context context, String made) {
    templates.render(
        context,
        "people",
        templates.page(context, "People", "people"),
        Map.of("people", people.all(), "made", made));
  }

  private void invite(Context context) {
    Person person =
        new Person(
            Requests.form(context, "name"),
            role(context),
            "true".equals(context.formParam("approves")));
    requireOwnName(person.name());
    String by = Guard.caller(context).name();
    if (person.name().equals(by)
        && !person.permissions().equals(Guard.caller(context).permissions())) {
      // The last administrator would have nobody left to take a slip back, and nobody makes
      // themselves an approver.
      throw new ForbiddenResponse("your own role is for another administrator to change");
    }
    String secret = people.invite(person, by);
    guard.signOutEverywhere(person.name());
    String here = context.scheme() + "://" + context.host();
    showPeople(context, config.origin(here) + "/welcome/" + secret);
  }

  /** The audit trail has names only: none may be taken for another. */
  private void requireOwnName(String name) {
    if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "name: '" + name + "' is the program's own (expected: another one)");
    }
    for (Person other : people.all()) {
      if (other.name().equalsIgnoreCase(name) && !other.name().equals(name)) {
        throw new IllegalArgumentException(
            "name: '" + name + "' is too like '" + other.name() + "' (expected: another one)");
      }
    }
  }

  /** What they did stays in the audit trail, under their name. */
  private void end(Context context) {
    String by = Guard.caller(context).name();
    String name = context.pathParam("name");
    if (name.equals(by)) {
      throw new ForbiddenResponse("your own access is for another administrator to end");
    }
    boolean isEnded = people.endAccess(name, by);
    guard.signOutEverywhere(name);
    if (!isEnded) {
      throw new NotFoundResponse("there is nobody called '" + name + "'");
    }
    context.redirect("/people", HttpStatus.SEE_OTHER);
  }

  private static Role role(Context context) {
    String text = Requests.form(context, "role");
    return Arrays.stream(Role.values())
        .filter(role -> role.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "role: '"
                        + text
                        + "' (expected: one of "
                        + Arrays.toString(Role.values())
                        + ")"));
  }

  private static UnauthorizedResponse linkIsOver() {
    return new UnauthorizedResponse("this link was used already, or is too old");
  }
}
