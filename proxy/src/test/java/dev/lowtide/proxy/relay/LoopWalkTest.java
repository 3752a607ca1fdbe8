package dev.lowtide.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopWalkTest {

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = loops.next();

  @AfterEach
  void shutDown() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void itIsNotOverBeforeTheLoopHasComeToIt() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    loop.execute(() -> awaitUninterruptibly(end));

    CompletableFuture<List<String>> walk = walk();

    assertThat(walk).isNotDone();
    end.countDown();
    assertThat(walk.get(5, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void aLoopThatIsShutDownHasNobodyToVisit() {
    shutDown();

    assertThat(walk()).isCompletedWithValue(List.of());
  }

  private CompletableFuture<List<String>> walk() {
    return LoopWalk.begin(loop, List.of(), session -> "here");
  }

  private static void awaitUninterruptibly(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
