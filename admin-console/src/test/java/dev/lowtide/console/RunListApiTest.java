package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.RunFilter;
import dev.lowtide.scheduler.operator.RunSearch;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.TableFacts;
import dev.lowtide.scheduler.shrink.Tablespace;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import io.javalin.http.HandlerType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Pages of runs, while more are requested. */
class RunListApiTest {

  private static final Pattern LINK = Pattern.compile("</api/v1/runs\\?(.*)>; rel=\"next\"");

  private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
  private static final TableName ORDERS = new TableName("shop", "orders");

  private final List<Long> runs = new ArrayList<>();
  private RunFilter asked = RunFilter.ALL;

  @Test
  void pagesHaveEachRunOnceWhateverIsRequestedBetweenThem() throws Exception {
    addTo(7);
    List<Long> read = new ArrayList<>();
    String query = "limit=3";
    while (!query.isEmpty()) {
      FakeRequest request = get(query);
      read.addAll(ids(request));
      query = next(request);
      addTo(runs.size() + 2L);
    }

    assertThat(read).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void whoSaysNothingGetsTheNewestTwoHundred() throws Exception {
    addTo(201);

    FakeRequest request = get("");

    assertThat(ids(request)).hasSize(200).startsWith(201L).endsWith(2L);
    assertThat(ids(get(next(request)))).containsExactly(1L);
  }

  @Test
  void thereIsNoNextPageBehindTheLastRun() throws Exception {
    addTo(3);

    assertThat(next(get("limit=3"))).isEmpty();
  }

  @Test
  void theNextPageLooksForTheSame() throws Exception {
    addTo(3);

    FakeRequest request = get("limit=1&state=succeeded&table=a%26b&by=ann");
    get(next(request));

    assertThat(asked.table()).isEqualTo("a&b");
    assertThat(asked.requestedBy()).isEqualTo("ann");
    assertThat(String.valueOf(asked.state())).isEqualTo("SUCCEEDED");
    assertThat(asked.before()).isEqualTo(new RunId(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "%%%",
        "cnVucyA",
        "cnVucyAt",
        "cnVucyAxMjM0NTY3ODkwMTIzNDU2Nzg5MA",
        "cnVucyAwMA==="
      })
  void aCursorThatIsNoneIsNamed(String cursor) {
    assertThatThrownBy(() -> call(request().query("cursor", cursor)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cursor: '" + cursor + "' (expected: one that a Link of runs had)");
  }

  @Test
  void aCursorOfAnotherListIsNone() {
    assertThatThrownBy(() -> call(request().query("cursor", Cursor.behind("sessions", 7))))
        .hasMessageStartingWith("cursor: '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "501", "-1", "many", "1e2", "9999999999"})
  void aLimitThatIsNoneIsNamed(String limit) {
    assertThatThrownBy(() -> call(request().query("limit", limit)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: '" + limit + "' (expected: 1 to 500)");
  }

  private void addTo(long number) {
    for (long id = runs.size() + 1L; id <= number; id++) {
      runs.add(id);
    }
  }

  private FakeRequest get(String query) throws Exception {
    FakeRequest request = request();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        request.query(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    call(request);
    return request;
  }

  private static FakeRequest request() {
    return new FakeRequest(HandlerType.GET, "/api/v1/runs", Access.VIEWER);
  }

  private void call(FakeRequest request) throws Exception {
    FakeRoutes routes = new FakeRoutes();
    RunSearch search = this::found;
    new RunListApi(search).route(routes.config(), "/api/v1");
    routes.call("GET /api/v1/runs", request);
  }

  private List<ShrinkRun> found(RunFilter filter, int max) {
    asked = filter;
    RunId before = filter.before();
    return runs.stream()
        .sorted(Comparator.reverseOrder())
        .filter(id -> before == null || id < before.value())
        .limit(max)
        .map(this::run)
        .toList();
  }

  private static List<Long> ids(FakeRequest request) {
    List<Long> ids = new ArrayList<>();
    JsonMapper.shared().readTree(request.body()).forEach(run -> ids.add(run.path("id").asLong()));
    return ids;
  }

  private static String next(FakeRequest request) {
    Matcher link = LINK.matcher(request.headers().getOrDefault("Link", ""));
    return link.matches() ? link.group(1) : "";
  }

  private ShrinkRun run(long id) {
    return new ShrinkRun(
        new RunId(id),
        plan(),
        RunState.SUCCEEDED,
        "ann",
        NOW,
        null,
        0,
        NOW,
        "",
        NOW,
        WaitsCaused.NONE,
        false);
  }

  private static ShrinkPlan plan() {
    return new ShrinkPlan(
        ORDERS,
        ShrinkMethod.SHADOW_COPY,
        List.of("CREATE TABLE"),
        List.of(),
        new TableFacts(
            new Tablespace(ORDERS, ByteSize.ofMebibytes(100), ByteSize.ofMebibytes(20), 1000),
            "CREATE TABLE `orders` (`id` int)",
            List.of(17L),
            List.of(),
            "MySQL 8.4.3"),
        new Estimate(
            ByteSize.ofMebibytes(70), ByteSize.ofMebibytes(30), Duration.ofMillis(150), "rows"),
        Duration.ofMillis(500),
        NOW);
  }
}
