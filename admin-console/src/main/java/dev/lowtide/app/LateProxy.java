package dev.lowtide.app;

import dev.lowtide.proxy.ProxyServer;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The proxy before it listens and after. The scheduler has to know whom to ask for sessions before
 * clients may come, and has to be ended before the proxy drains. Safe for any thread.
 *
 * <p>Until the proxy listens there is no answer, not an empty one: a client may be accepted before
 * we hear of the listener, and a scheduler without an answer is blind and begins nothing.
 */
final class LateProxy implements SessionSource, AutoCloseable {

  private final CompletableFuture<ProxyServer> listening = new CompletableFuture<>();

  void onListening(ProxyServer server) {
    listening.complete(server);
  }

  @Override
  public CompletionStage<List<SessionSnapshot>> sessions() {
    return listening.thenCompose(ProxyServer::sessions);
  }

  void drain(Duration deadline) {
    if (listening.isDone()) {
      listening.join().drain(deadline);
    }
  }

  @Override
  public void close() {
    if (listening.isDone()) {
      listening.join().close();
    }
  }
}
