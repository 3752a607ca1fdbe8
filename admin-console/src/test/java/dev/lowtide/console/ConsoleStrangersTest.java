package dev.lowtide.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those get who mean no good, from the server as it is. */
@Timeout(60)
class ConsoleStrangersTest {

  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
  private static final String OURS = "Host: localhost\r\n";
  private static final String PASSWORD = "correct horse battery";

  /** More than there are threads. */
  private static final int SLOW_ONES = 300;

  private static final int ENDLESS_BYTES = 64 * 1024 * 1024;

  private final Operator operator = mock(Operator.class);
  private final FakePeople people = new FakePeople();
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
  private ConsoleServer console;

  @BeforeEach
  void start() throws Exception {
    console = Consoles.start(operator, people, ticker, 0);
  }

  @AfterEach
  void stop() {
    console.close();
    ticker.shutdownNow();
  }

  /** A byte now and then, so that no time-out ends them; forms are awaited by the server. */
  @ParameterizedTest
  @ValueSource(strings = {"application/x-www-form-urlencoded", "application/json"})
  void whoSendsSlowlyKeepsNobodyElseWaiting(String type) throws Exception {
    List<Socket> slow = new ArrayList<>();
    String head =
        "POST /sign-in HTTP/1.1\r\n"
            + OURS
            + ("Content-Type: " + type + "\r\nContent-Length: 60000\r\n\r\n");
    ScheduledFuture<?> trickling = null;
    try {
      for (int i = 0; i < SLOW_ONES; i++) {
        Socket socket = Consoles.connect(console);
        slow.add(socket);
        send(socket, head + "name=");
      }
      trickling =
          ticker.scheduleWithFixedDelay(
              () -> slow.forEach(ConsoleStrangersTest::trickle), 0, 200, TimeUnit.MILLISECONDS);

      assertThat(Consoles.answer(console, "GET /sign-in", OURS.strip(), ""))
          .startsWith("HTTP/1.1 200");
    } finally {
      if (trickling != null) {
        trickling.cancel(false);
      }
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static void trickle(Socket socket) {
    try {
      send(socket, "a");
    } catch (IOException expected) {
      // It was cut off, as it should be some time.
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json"
      })
  void whoSendsWithoutEndIsCutOff(String type) throws Exception {
    try (Socket socket = Consoles.connect(console)) {
      send(
          socket,
          "POST /sign-in HTTP/1.1\r\n"
              + OURS
              + ("Content-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n"));
      String part = "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n";
      send(socket, Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");

      assertThat(sentUntilCutOff(socket)).isLessThan(ENDLESS_BYTES);
    }
  }

  private static int sentUntilCutOff(Socket socket) {
    byte[] chunk = ("2000\r\n" + "a".repeat(0x2000) + "\r\n").getBytes(US_ASCII);
    int sent = 0;
    try {
      while (sent < ENDLESS_BYTES) {
        socket.getOutputStream().write(chunk);
        sent += chunk.length;
      }
    } catch (IOException e) {
      return sent;
    }
    return sent;
  }

  @Test
  void aFormThatIsLargerThanAnyIsRefused() throws Exception {
    assertThat(
            Consoles.answer(
                console, "POST /sign-in", OURS + FORM.strip(), "name=" + "a".repeat(70_000)))
        .startsWith("HTTP/1.1 413");
  }

  /** Whatever changes something, with the cookie that a browser would send along. */
  @Test
  void nothingIsChangedWithoutAFormOfOurOwn() throws Exception {
    people.addPassword(new Person("ann", Role.ADMINISTRATOR, true), SignIn.hash(PASSWORD));
    String cookie = cookieOf("name=ann&password=" + PASSWORD.replace(' ', '+'));
    List<String> wrong = new ArrayList<>();
    for (String route : changes()) {
      String request = route.replaceAll("\\{\\w+}", "1");
      String ours = OURS + "Cookie: " + cookie + "\r\n";
      for (String headers :
          List.of(
              FORM.strip(),
              FORM + "Origin: http://evil.example",
              FORM + "Origin: null",
              "Content-Type: text/plain",
              "Content-Type: application/json")) {
        String answer = Consoles.answer(console, request, ours + headers, "why=x&text=x");
        if (!answer.startsWith("HTTP/1.1 403")) {
          wrong.add(request + " with " + headers + ": " + answer.lines().findFirst().orElse(""));
        }
      }
      String guessed = Consoles.answer(console, request + "?csrf=x", ours + FORM.strip(), "csrf=y");
      if (!guessed.startsWith("HTTP/1.1 403")) {
        wrong.add(request + " with a guess: " + guessed.lines().findFirst().orElse(""));
      }
    }

    assertThat(wrong).isEmpty();
    verify(operator, atLeastOnce()).record(any(), any(), any());
    verify(operator, atLeast(0)).calendars();
    verify(operator, atLeast(0)).reviews();
    verify(operator, atLeast(0)).trail();
    verifyNoMoreInteractions(operator);
  }

  private List<String> changes() {
    return console.routes().stream()
        .filter(route -> !route.startsWith("GET ") && !route.startsWith("HEAD "))
        .filter(route -> !route.equals("POST /sign-in") && !route.equals("POST /welcome"))
        .toList();
  }

  @Test
  void nobodyIsSignedInByAnotherSitesForm() throws Exception {
    people.addPassword(new Person("ann", Role.ADMINISTRATOR), SignIn.hash(PASSWORD));
    String form = "name=ann&password=" + PASSWORD.replace(' ', '+');

    assertThat(
            Consoles.answer(
                console, "POST /sign-in", OURS + FORM + "Origin: http://evil.example", form))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("Set-Cookie");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/sign-in",
        "/",
        "/nothing",
        "/static/lowtide.css",
        "/%00",
        "/..;/",
        "/runs/%2e%2e"
      })
  void everyAnswerSaysWhatABrowserMayDoWithIt(String path) throws Exception {
    String answer = Consoles.answer(console, "GET " + path, OURS.strip(), "");

    assertThat(answer).doesNotContainIgnoringCase("jetty").doesNotContain("Exception");
    if (!answer.startsWith("HTTP/1.1 400")) {
      assertThat(answer)
          .contains("Content-Security-Policy: default-src 'none'", "frame-ancestors 'none'")
          .contains("X-Content-Type-Options: nosniff", "Cross-Origin-Opener-Policy: same-origin");
    }
  }

  @Test
  void anAnswerForOnePersonIsKeptByNobody() throws Exception {
    assertThat(Consoles.answer(console, "GET /sign-in", OURS.strip(), ""))
        .contains("Cache-Control: no-store");
    assertThat(Consoles.answer(console, "GET /runs", OURS.strip(), ""))
        .contains("Cache-Control: no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name=ann", "name=nobody"})
  void aNoDoesNotTellWhetherThereIsSuchAName(String name) throws Exception {
    people.addPassword(new Person("ann", Role.ADMINISTRATOR), SignIn.hash(PASSWORD));

    assertThat(
            Consoles.answer(
                console, "POST /sign-in", OURS + FORM.strip(), name + "&password=a+wrong+guess"))
        .startsWith("HTTP/1.1 401")
        .contains("Name and password do not fit, or there were too many tries.");
  }

  private String cookieOf(String form) throws IOException {
    String answer = Consoles.answer(console, "POST /sign-in", OURS + FORM.strip(), form);
    Matcher cookie = Pattern.compile("Set-Cookie: (lowtide=[^;]+);").matcher(answer);
    assertThat(cookie.find()).as(answer).isTrue();
    return cookie.group(1);
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(US_ASCII));
    out.flush();
  }
}
