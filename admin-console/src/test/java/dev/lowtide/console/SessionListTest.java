package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.KeptView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.OthersView;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.SessionFilter;
import dev.lowtide.scheduler.operator.SessionOrder;
import dev.lowtide.scheduler.operator.SessionView;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** The list of sessions, on the page and over REST: its order, its pages and its filter. */
class SessionListTest {

  private static final Pattern CURSOR =
      Pattern.compile(
          "</api/v1/sessions\\?order=session&limit=(\\d+)&cursor=([\\w-]+)>; rel=\"next\"");
  private static final Pattern SORTED =
      Pattern.compile("<th scope=\"col\" aria-sort=\"(\\w+)\"><a href=\"([^\"]*)\">(\\w+)</a>");

  private final List<SessionView> sessions =
      new ArrayList<>(
          List.of(
              session(1, "carl", 5, null, 40, List.of("a.b r", "a.c w")),
              session(2, "ann", 9, 1, 10, List.of("a.b r")),
              session(3, "bob", null, 7, 90, List.of())));
  private final Operator operator = mock(Operator.class);

  @BeforeEach
  void answer() {
    when(operator.sessions(any(), any())).thenReturn(sessions);
    when(operator.others()).thenReturn(new OthersView(List.of(), List.of(), ""));
  }

  @ParameterizedTest
  @EnumSource(SessionOrder.class)
  void theOrderIsAskedFor(SessionOrder order) throws Exception {
    assertThat(ids(get(request().query("order", order.text())))).containsExactly(1L, 2L, 3L);

    verify(operator).sessions(SessionFilter.ALL, order);
  }

  @Test
  void whoSaysNothingGetsAllOfThemTheOldestTransactionFirst() throws Exception {
    FakeRequest request = get(request());

    assertThat(ids(request)).containsExactly(1L, 2L, 3L);
    assertThat(request.headers()).doesNotContainKey("Link");
    verify(operator).sessions(SessionFilter.ALL, SessionOrder.TRANSACTION);
  }

  @Test
  void anOrderThatIsNoneIsNamed() {
    assertThatThrownBy(() -> get(request().query("order", "rows")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "order: 'rows' (expected: one of transaction, statement, user, session, tables,"
                + " commands)");
  }

  @Test
  void theFirstOnesOfAnOrderThatChangesHaveNoNextPage() throws Exception {
    FakeRequest request = get(request().query("limit", "2"));

    assertThat(ids(request)).containsExactly(1L, 2L);
    assertThat(request.headers()).doesNotContainKey("Link");
    assertThatThrownBy(() -> get(request().query("cursor", Cursor.behind("sessions", 2))))
        .hasMessage("order: 'transaction' changes while it is read (expected: session, for pages)");
  }

  @Test
  void pagesHaveWhoeverStaysOnceWhoeverComesAndGoes() throws Exception {
    FakeRequest first = get(request().query("order", "session").query("limit", "2"));
    assertThat(ids(first)).containsExactly(1L, 2L);
    sessions.remove(1);
    sessions.add(session(4, "dora", 1, null, 1, List.of()));

    FakeRequest second = next(first);

    assertThat(ids(second)).containsExactly(3L, 4L);
    assertThat(second.headers()).doesNotContainKey("Link");
  }

  @Test
  void aCursorThatIsNoneIsNamed() {
    assertThatThrownBy(() -> get(request().query("order", "session").query("cursor", "2")))
        .hasMessage("cursor: '2' (expected: one that a Link of sessions had)");
  }

  @ParameterizedTest
  @CsvSource({
    "'', descending, Transaction",
    "statement, descending, Statement",
    "user, ascending, User"
  })
  void oneHeadOfThePageSaysThatItIsTheOrder(String order, String direction, String label)
      throws Exception {
    Matcher head = SORTED.matcher(page(order));

    assertThat(head.find()).isTrue();
    assertThat(head.group(1)).isEqualTo(direction);
    assertThat(head.group(3)).isEqualTo(label);
    assertThat(head.find()).isFalse();
  }

  @Test
  void everyHeadIsALinkThatKeepsTheFilter() throws Exception {
    String page = page("user");

    for (SessionOrder each : SessionOrder.values()) {
      assertThat(page)
          .contains(
              "<a href=\"/sessions?table=a.b&open=true&order="
                  + each.text()
                  + "\">"
                  + each.label()
                  + "</a>");
    }
    assertThat(page).contains("<input type=\"hidden\" name=\"order\" value=\"user\">");
    verify(operator).sessions(new SessionFilter(TableName.parse("a.b"), true), SessionOrder.USER);
  }

  private String page(String order) throws Exception {
    FakeRequest request =
        new FakeRequest(HandlerType.GET, "/sessions", Access.VIEWER)
            .by(new Person("ann", Role.OPERATOR))
            .query("table", "a.b")
            .query("open", "true")
            .query("order", order);
    FakeRoutes routes = new FakeRoutes();
    new SessionPages(operator, new Templates("1.0")).route(routes.config());
    routes.call("GET /sessions", request);
    return request.body();
  }

  private static FakeRequest request() {
    return new FakeRequest(HandlerType.GET, "/api/v1/sessions", Access.VIEWER);
  }

  private FakeRequest get(FakeRequest request) throws Exception {
    FakeRoutes routes = new FakeRoutes();
    new SessionListApi(operator).route(routes.config(), "/api/v1");
    routes.call("GET /api/v1/sessions", request);
    return request;
  }

  private FakeRequest next(FakeRequest page) throws Exception {
    Matcher link = CURSOR.matcher(page.headers().getOrDefault("Link", ""));
    assertThat(link.matches()).isTrue();
    return get(
        request()
            .query("order", "session")
            .query("limit", link.group(1))
            .query("cursor", link.group(2)));
  }

  private static List<Long> ids(FakeRequest request) {
    List<Long> ids = new ArrayList<>();
    JsonMapper.shared()
        .readTree(request.body())
        .forEach(session -> ids.add(session.path("serverThreadId").asLong()));
    return ids;
  }

  private static SessionView session(
      long id,
      String user,
      @Nullable Integer openSeconds,
      @Nullable Integer atWorkSeconds,
      long commands,
      List<String> tables) {
    return new SessionView(
        id,
        user,
        "127.0.0.1:4711",
        "",
        "",
        "READY",
        false,
        false,
        commands,
        atWorkSeconds == null ? "" : "SELECT ?",
        seconds(atWorkSeconds),
        openSeconds == null ? "NONE" : "ACTIVE",
        openSeconds == null ? "" : "s" + id + ".1",
        seconds(openSeconds),
        tables,
        List.of(),
        null,
        "SERVER_DEFAULT",
        new KeptView("", List.of(), 0, List.of(), 0, List.of(), 0, List.of()));
  }

  private static @Nullable Duration seconds(@Nullable Integer seconds) {
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }
}
