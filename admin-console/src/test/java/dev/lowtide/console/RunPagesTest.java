package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.calendar.MaintenanceCalendar;
import dev.lowtide.scheduler.calendar.MaintenanceWindow;
import dev.lowtide.scheduler.operator.Calendars;
import dev.lowtide.scheduler.operator.Comment;
import dev.lowtide.scheduler.operator.DiffLine;
import dev.lowtide.scheduler.operator.DryRun;
import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.ProgressView;
import dev.lowtide.scheduler.operator.Review;
import dev.lowtide.scheduler.operator.Reviews;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.operator.Vote;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.TableFacts;
import dev.lowtide.scheduler.shrink.Tablespace;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import io.javalin.http.HandlerType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunPagesTest {

  private static final Person ANN = new Person("ann", Role.OPERATOR);
  private static final Person EVE = new Person("eve", Role.APPROVER);
  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RunId RUN = new RunId(7);

  private final Operator operator = mock(Operator.class);
  private final Reviews reviews = mock(Reviews.class);
  private final Calendars calendars = mock(Calendars.class);
  private final StepUp stepUp = mock(StepUp.class);
  private int revision = 1;
  private List<Vote> votes = List.of();
  private List<Comment> comments = List.of();
  private List<DiffLine> diff = List.of();
  private @Nullable Duration left;
  private List<String> windows = List.of();
  private String window = "";
  private ShrinkMethod method = ShrinkMethod.COPY_UNDER_HOLD;
  private @Nullable ProgressView progress;

  @ParameterizedTest
  @EnumSource(names = {"APPROVED", "WAITING_FOR_QUIET", "RUNNING", "CUTTING_OVER", "YIELDING"})
  void aRunThatGoesOnIsLoadedAgainSlowlyAndMarkedSo(RunState state) throws Exception {
    assertThat(page(state))
        .contains(
            "http-equiv=\"refresh\" content=\"5; url=/runs/7?auto=1\"",
            "<a href=\"/runs/7\">Reload now</a>",
            ">Abort<");
  }

  @ParameterizedTest
  @EnumSource(names = {"PROPOSED", "SUCCEEDED", "FAILED", "ABORTED", "UNCERTAIN", "STALE"})
  void aRunThatIsOverOrHasAFieldToFillInIsNot(RunState state) throws Exception {
    assertThat(page(state)).doesNotContain("refresh").doesNotContain("Reload now");
  }

  @Test
  void theCurrentEntryIsToldToThoseWhoDoNotSeeIt() throws Exception {
    assertThat(page(RunState.SUCCEEDED))
        .contains(
            "<a href=\"/runs\" aria-current=\"page\">Runs</a>", "<a href=\"/audit\">Audit</a>")
        .containsOnlyOnce("aria-current");
  }

  @Test
  void whoAsksForAShrinkIsToldWhoApprovesIt() throws Exception {
    assertThat(planPage(false)).contains("Somebody else than you approves it.");
    assertThat(planPage(true))
        .contains("The configuration approves it at once")
        .doesNotContain("Somebody else");
  }

  @Test
  void aMethodCanBeChosenWhereThereAreSeveral() throws Exception {
    String either = planPage(Subject.of(ORDERS), "");
    assertThat(either)
        .contains("<option value=\"\">whichever fits best</option>", "value=\"shadow-copy\">")
        .contains("name=\"method\" value=\"\"");

    assertThat(planPage(Subject.of(ORDERS), "shadow-copy"))
        .contains("value=\"shadow-copy\" selected>", "name=\"method\" value=\"shadow-copy\"");
    assertThat(planPage(Subject.parse("undo:*"), "")).doesNotContain("<select");
  }

  @Test
  void theMethodAndTheWindowThatWereChosenAreAskedFor() throws Exception {
    Optional<ShrinkMethod> method = Optional.of(ShrinkMethod.SHADOW_COPY);
    when(operator.request(Subject.of(ORDERS), method, "nights", ANN.name()))
        .thenReturn(run(RunState.PROPOSED));
    FakeRequest request =
        new FakeRequest(HandlerType.POST, "/runs", Access.REQUESTER)
            .by(ANN)
            .form("subject", "shop.orders")
            .form("method", "shadow-copy")
            .form("window", "nights");

    pages(false).call("POST /runs", request);

    assertThat(request.location()).isEqualTo("/runs/7");
  }

  @Test
  void aMethodThatThereIsNotIsRefused() {
    FakeRequest request =
        new FakeRequest(HandlerType.POST, "/runs", Access.REQUESTER)
            .by(ANN)
            .form("subject", "shop.orders")
            .form("method", "magic");

    assertThatThrownBy(() -> pages(false).call("POST /runs", request))
        .hasMessageStartingWith("method: 'magic' (expected: one of ");
  }

  @Test
  void aCopyShowsHowFarItIsAndCanBePaused() throws Exception {
    progress = progress("threads running: 40", "");

    assertThat(page(RunState.PAUSED))
        .contains("Now copying rows.", "It stands still: threads running: 40")
        .contains("250,000 of about 1,000,000 rows copied, 64.0 MiB", "value=\"25\"")
        .contains("100,000 rows compared", "value=\"40\"", "2.0 s behind", "3 times")
        .contains("action=\"/runs/7/pause\"", ">Abort<")
        .doesNotContain("/resume", "Paused by");
  }

  @Test
  void aCopyThatSomebodyPausedCanBeResumed() throws Exception {
    progress = progress("", "bob");

    assertThat(page(RunState.PAUSED))
        .contains("Paused by bob.", "action=\"/runs/7/resume\"")
        .doesNotContain("/pause", "stands still");
  }

  @ParameterizedTest
  @EnumSource(names = {"CUTTING_OVER", "VERIFYING", "YIELDING"})
  void aCopyThatCannotStandStillOffersNoPause(RunState state) throws Exception {
    progress = progress("", "");

    assertThat(page(state)).contains("Now copying rows.").doesNotContain("/pause", "/resume");
  }

  @Test
  void whatIsNoCopyOffersNoPause() throws Exception {
    assertThat(page(RunState.RUNNING)).doesNotContain("/pause", "/resume", "<h2>Progress</h2>");
  }

  @Test
  void anOldTableThatFollowsCanBePutBack() throws Exception {
    keeps(RUN, "");

    assertThat(page(RunState.SUCCEEDED))
        .contains("lowtide_old.1_orders", "It follows the new one", "action=\"/runs/7/revert\"");
  }

  @Test
  void anOldTableThatDoesNotFollowSaysWhy() throws Exception {
    keeps(RUN, "t was renamed");

    assertThat(page(RunState.SUCCEEDED))
        .contains("lowtide_old.1_orders", "It cannot be put back: t was renamed")
        .doesNotContain("/revert");
  }

  @Test
  void theOldTableOfAnotherRunIsNotShown() throws Exception {
    keeps(new RunId(8), "");

    assertThat(page(RunState.SUCCEEDED)).doesNotContain("Old table");
  }

  @Test
  void aServerThatIsAwayHidesOnlyTheOldTable() throws Exception {
    method = ShrinkMethod.SHADOW_COPY;
    when(operator.kept())
        .thenThrow(new OperatorException(OperatorException.Kind.UNAVAILABLE, "it is away"));

    assertThat(page(RunState.SUCCEEDED)).contains("History").doesNotContain("Old table");
  }

  private void keeps(RunId run, String whyNot) {
    method = ShrinkMethod.SHADOW_COPY;
    TableName old = new TableName("lowtide_old", "1_orders");
    when(operator.kept())
        .thenReturn(List.of(new OldTableView(run, ORDERS, old, new ByteSize(1), NOW, whyNot)));
  }

  @Test
  void anApproverSaysYesToThePlanThatThePageShows() throws Exception {
    left = Duration.ofHours(71);
    votes = List.of(new Vote("carl", NOW));

    assertThat(page(RunState.PROPOSED, EVE))
        .contains("1 of 2 approvals.", "carl said yes on 2026-01-01", "It expires in 71 h.")
        .contains("name=\"plan\" value=\"" + plan().hash().value() + "\"")
        .contains(">Approve<", ">Reject<", ">Request changes<")
        .doesNotContain("type=\"password\"", ">Abort<");
  }

  @Test
  void anOldSessionIsAskedForThePasswordOnTheSamePage() throws Exception {
    when(stepUp.isDue(any())).thenReturn(true);

    assertThat(page(RunState.PROPOSED, EVE)).contains("type=\"password\"", ">Approve<");
  }

  @Test
  void nobodyIsOfferedASecondYesOrOneToTheirOwn() throws Exception {
    votes = List.of(new Vote("eve", NOW));

    assertThat(page(RunState.PROPOSED, EVE)).doesNotContain(">Approve<");
    votes = List.of();
    assertThat(page(RunState.PROPOSED, new Person("bob", Role.APPROVER)))
        .contains("You requested this run")
        .doesNotContain(">Approve<");
    assertThat(page(RunState.PROPOSED, ANN)).doesNotContain(">Approve<");
  }

  @Test
  void whoeverAskedIsOfferedToAskAgain() throws Exception {
    Person bob = new Person("bob", Role.OPERATOR);

    assertThat(page(RunState.CHANGES_REQUESTED, bob)).contains("/runs/7/revise", ">Withdraw<");
    assertThat(page(RunState.STALE, bob)).contains("/runs/7/revise");
    assertThat(page(RunState.STALE, ANN)).doesNotContain("/runs/7/revise");
  }

  @Test
  void aYesCanBeTakenBackUntilItBegins() throws Exception {
    assertThat(page(RunState.WAITING_FOR_QUIET, EVE)).contains("/runs/7/revoke");
    assertThat(page(RunState.RUNNING, EVE)).doesNotContain("/runs/7/revoke");
    assertThat(page(RunState.APPROVED, ANN)).doesNotContain("/runs/7/revoke");
  }

  @Test
  void aRevisionShowsWhatItChangesAndWhatWasSaid() throws Exception {
    revision = 2;
    diff = List.of(new DiffLine('-', "file: 1 GiB"), new DiffLine('+', "file: 2 GiB"));
    comments = List.of(new Comment(NOW, "bob", 1, "<b>why</b> now?"));

    assertThat(page(RunState.PROPOSED, EVE))
        .contains("What revision 2 changes", "- file: 1 GiB\n+ file: 2 GiB")
        .contains("<strong>bob</strong> on revision 1: &lt;b&gt;why&lt;/b&gt; now?")
        .contains("action=\"/runs/7/comment\"");
    assertThat(page(RunState.PROPOSED, new Person("vic", Role.VIEWER)))
        .contains("<strong>bob</strong>")
        .doesNotContain("action=\"/runs/7/comment\"");
  }

  @Test
  void aPlanSaysItsMethodInWords() throws Exception {
    assertThat(planPage(false)).contains("The table is rebuilt by one statement");
  }

  private static ProgressView progress(String standstill, String pausedBy) {
    return new ProgressView(
        "copying rows",
        250_000,
        1_000_000,
        ByteSize.ofMebibytes(64),
        100_000,
        standstill,
        pausedBy,
        3,
        Duration.ofSeconds(2));
  }

  private String page(RunState state) throws Exception {
    return page(state, ANN);
  }

  private String page(RunState state, Person caller) throws Exception {
    when(operator.reviews()).thenReturn(reviews);
    when(reviews.review(RUN))
        .thenReturn(new Review(plan().hash(), revision, votes, 2, comments, diff, List.of(), left));
    when(operator.run(RUN))
        .thenReturn(
            new RunView(
                run(state),
                List.of(),
                "",
                List.of(),
                ByteSize.ZERO,
                ByteSize.ZERO,
                false,
                progress));
    FakeRequest request =
        new FakeRequest(HandlerType.GET, "/runs/7", Access.VIEWER).by(caller).path("id", "7");
    pages(false).call("GET /runs/{id}", request);
    return request.body();
  }

  private String planPage(Subject subject, String method) throws Exception {
    Optional<ShrinkMethod> chosen =
        method.isEmpty() ? Optional.empty() : Optional.of(ShrinkMethod.parse(method));
    when(operator.plan(subject, chosen)).thenReturn(new DryRun(plan(), List.of(), "quiet"));
    FakeRequest request =
        new FakeRequest(HandlerType.GET, "/plan", Access.VIEWER)
            .by(ANN)
            .query("subject", subject.quoted())
            .query("method", method);
    pages(false).call("GET /plan", request);
    return request.body();
  }

  private String planPage(boolean isApprovalAutomatic) throws Exception {
    when(operator.plan(Subject.of(ORDERS), Optional.empty()))
        .thenReturn(new DryRun(plan(), List.of(), "quiet"));
    FakeRequest request =
        new FakeRequest(HandlerType.GET, "/plan", Access.VIEWER)
            .by(ANN)
            .query("table", "shop.orders");
    pages(isApprovalAutomatic).call("GET /plan", request);
    return request.body();
  }

  @Test
  void aWindowCanBeAskedForWhereThereAreAny() throws Exception {
    assertThat(planPage(false)).doesNotContain("name=\"window\"");

    windows = List.of("nights", "weekend");
    assertThat(planPage(false))
        .contains("name=\"window\"")
        .contains("<option value=\"\">any window</option>")
        .contains("<option value=\"nights\">nights</option>");

    window = "weekend";
    assertThat(page(RunState.STALE, new Person("bob", Role.OPERATOR)))
        .contains("<option value=\"weekend\" selected>weekend</option>")
        .contains("It is at work in the maintenance window <strong>weekend</strong> alone.");
  }

  private FakeRoutes pages(boolean isApprovalAutomatic) {
    when(operator.calendars()).thenReturn(calendars);
    when(calendars.calendar())
        .thenReturn(
            new MaintenanceCalendar(windows.stream().map(this::nightly).toList(), List.of()));
    FakeRoutes routes = new FakeRoutes();
    ConsoleConfig config =
        new ConsoleConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080),
            null,
            isApprovalAutomatic,
            Guards.LOCAL_TOKEN,
            "1.0");
    new RunPages(config, operator, stepUp, run -> List.of(), new Templates("1.0"))
        .route(routes.config());
    return routes;
  }

  private MaintenanceWindow nightly(String name) {
    return new MaintenanceWindow(
        1,
        name,
        EnumSet.allOf(DayOfWeek.class),
        LocalTime.of(1, 0),
        LocalTime.of(5, 0),
        ZoneOffset.UTC);
  }

  private ShrinkRun run(RunState state) {
    return new ShrinkRun(
        RUN, plan(), state, "bob", NOW, null, 0, NOW, "so", NOW, WaitsCaused.NONE, false);
  }

  private ShrinkPlan plan() {
    return new ShrinkPlan(
        Subject.of(ORDERS),
        method,
        List.of("ALTER TABLE `shop`.`orders` FORCE"),
        List.of("It is the only way."),
        new TableFacts(
            new Tablespace(ORDERS, ByteSize.ofMebibytes(100), ByteSize.ofMebibytes(20), 1000),
            "CREATE TABLE `orders` (`id` int)",
            List.of(17L),
            List.of(),
            "MySQL 8.4.3"),
        new Estimate(
            ByteSize.ofMebibytes(70),
            ByteSize.ofMebibytes(30),
            Duration.ofMillis(150),
            "about 1000 rows"),
        Duration.ofMillis(500),
        NOW,
        window,
        1);
  }
}
