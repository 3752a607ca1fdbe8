package dev.lowtide.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.mockito.Mockito.mock;

import com.codahale.metrics.MetricRegistry;
import dev.lowtide.scheduler.operator.Holding;
import dev.lowtide.scheduler.operator.KeptAnswers;
import dev.lowtide.scheduler.operator.LoadViews;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.RunSearch;
import dev.lowtide.scheduler.operator.RunTraces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/** Real servers on loopback, and what is said to them over bare sockets. */
final class Consoles {

  private static final int ANSWERED_WITHIN_MILLIS = 10_000;

  private Consoles() {}

  static ConsoleServer start(
      Operator operator, People people, ScheduledExecutorService ticker, int port)
      throws IOException {
    return start(operator, people, List::of, ticker, port);
  }

  static ConsoleServer start(
      Operator operator, People people, Health health, ScheduledExecutorService ticker, int port)
      throws IOException {
    return ConsoleServer.start(
        new ConsoleConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            null,
            false,
            Guards.LOCAL_TOKEN,
            "1.0"),
        operator,
        mock(Holding.class),
        mock(LoadViews.class),
        mock(RunSearch.class),
        mock(RunTraces.class),
        people,
        mock(KeptAnswers.class),
        health,
        mock(Installation.class),
        () -> new Configuration.Reloaded(List.of("proxy.backend"), List.of("console.listen")),
        new MetricRegistry(),
        Clock.systemUTC(),
        ticker);
  }

  /** Whose end waits no longer than some seconds for an answer. */
  static Socket connect(ConsoleServer console) throws IOException {
    Socket socket = new Socket(console.address().getAddress(), console.address().getPort());
    socket.setSoTimeout(ANSWERED_WITHIN_MILLIS);
    return socket;
  }

  /** Over a bare socket, since a client of Java's sends the host it connects to. */
  static String answer(ConsoleServer console, String request, String headers, String body)
      throws IOException {
    String text =
        request
            + " HTTP/1.1\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n"
            + headers
            + "\r\n\r\n"
            + body;
    try (Socket socket = connect(console)) {
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
