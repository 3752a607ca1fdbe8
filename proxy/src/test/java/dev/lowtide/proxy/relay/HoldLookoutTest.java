package dev.lowtide.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.HoldRequest;
import dev.lowtide.proxy.hold.HoldScope;
import dev.lowtide.proxy.hold.HoldState;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoldLookoutTest {

  private static final HoldRequest REQUEST =
      HoldRequest.of("a test", new HoldScope.Touching(Reach.of(new TableName("shop", "orders"))));

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final HoldLookout lookout = new HoldLookout(loops, new LiveSessions());
  private final HoldDesk desk = new HoldDesk(System::nanoTime);

  @AfterEach
  void stop() {
    shutDown();
  }

  @Test
  void whereThereAreNoSessionsAllAreLookedAtAtOnce() throws Exception {
    desk.attach(lookout);

    Hold hold = desk.place(REQUEST);

    Awaitility.await().until(() -> hold.state() == HoldState.QUIET);
  }

  @Test
  void whatIsToBeDoneLaterIsDone() throws Exception {
    CountDownLatch done = new CountDownLatch(1);

    assertThat(lookout.later(Duration.ofMillis(1), done::countDown)).isTrue();

    assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingIsDoneLaterOnceTheLoopsAreShutDown() {
    shutDown();

    assertThat(lookout.later(Duration.ofMillis(1), () -> {})).isFalse();
  }

  private void shutDown() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
