package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import dev.lowtide.proxy.ProxyServer;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionsUnknownException;
import dev.lowtide.proxy.hold.HoldDesk;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateProxyTest {

  @TempDir private Path folder;

  private final LateProxy late = new LateProxy();

  @Test
  void beforeTheProxyListensItsSessionsAreUnknown() throws Exception {
    CompletableFuture<?> asked = late.sessions().toCompletableFuture();
    assertThat(asked).isNotDone();

    try (ProxyServer proxy = listening()) {
      late.onListening(proxy);

      assertThat(asked.get(10, TimeUnit.SECONDS)).isEqualTo(List.of());
    }
  }

  @Test
  void sessionsOfAnotherServerAreNobodysBusiness() {
    late.setLeadingToTarget(false);

    assertThat(late.sessions().toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(SessionsUnknownException.class)
        .withMessageContaining("clients are led to another server than the target");
  }

  @Test
  void oneThatNeverListenedIsEndedAtOnce() {
    assertThatCode(
            () -> {
              late.drain(Duration.ofMinutes(1));
              late.close();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void oneThatListensIsDrainedAndClosed() throws Exception {
    ProxyServer proxy = listening();
    late.onListening(proxy);

    late.drain(Duration.ofSeconds(10));
    late.close();

    assertThatThrownBy(
            () -> new Socket(proxy.address().getAddress(), proxy.address().getPort()).close())
        .isInstanceOf(IOException.class);
  }

  private ProxyServer listening() throws Exception {
    Settings settings =
        new Configs(folder).settings(Configs.with("proxy.listen", "\"127.0.0.1:0\""));
    NanoClock clock = System::nanoTime;
    return ProxyServer.start(
        settings.proxy(),
        new ActivityFeed(ActivityFeed.DEFAULT_CAPACITY, clock),
        new HoldDesk(clock),
        new MetricRegistry(),
        Clock.systemUTC(),
        clock);
  }
}
