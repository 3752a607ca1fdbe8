package dev.lowtide.app;

import dev.lowtide.proxy.ProxyServer;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSource;
import dev.lowtide.proxy.activity.SessionsUnknownException;
import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.proxy.hold.Ending;
import dev.lowtide.proxy.hold.SessionControl;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The proxy before it listens and after. The scheduler has to know whom to ask for sessions before
 * clients may come, and has to be ended before the proxy drains. Safe for any thread.
 *
 * <p>Until the proxy listens there is no answer, not an empty one: a client may be accepted before
 * we hear of the listener, and a scheduler without an answer is blind and begins nothing. When
 * clients have been led to another server than the scheduler's, it is told so: ids of two servers
 * would be mixed up.
 */
final class LateProxy implements SessionSource, SessionControl, AutoCloseable {

  private final CompletableFuture<ProxyServer> listening = new CompletableFuture<>();

  /** Whether the sessions are those of the server that the scheduler works on. */
  private volatile boolean isLeadingToTarget = true;

  void onListening(ProxyServer server) {
    listening.complete(server);
  }

  @Override
  public CompletionStage<List<SessionSnapshot>> sessions() {
    return isLeadingToTarget
        ? listening.thenCompose(ProxyServer::sessions)
        : CompletableFuture.failedFuture(
            new SessionsUnknownException("clients are led to another server than the target"));
  }

  @Override
  public CompletionStage<Ending> end(TransactionId transaction) {
    return isLeadingToTarget
        ? listening.thenCompose(proxy -> proxy.end(transaction))
        : new CompletableFuture<>();
  }

  /** The one that listens. */
  ProxyServer server() throws ConfigException {
    if (!listening.isDone()) {
      throw new ConfigException("Lowtide is still starting (expected: a reload when it is ready)");
    }
    return listening.join();
  }

  boolean isLeadingToTarget() {
    return isLeadingToTarget;
  }

  void setLeadingToTarget(boolean isLeadingToTarget) {
    this.isLeadingToTarget = isLeadingToTarget;
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
