package dev.lowtide.proxy.relay;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the backend's name for each session anew, so that a name that moves is followed.
 *
 * <p>A lookup may block, so it is done on the executor's threads, and those who ask while one is on
 * its way share it. When names cannot be looked up, what was found last still counts: a server must
 * not be out of reach because a name server is. Safe for any thread.
 */
public final class BackendNames {

  /** Far longer than a lookup takes where one works, and far shorter than a client's patience. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(BackendNames.class);

  /** All addresses of a name, the preferred one first. May block. */
  @FunctionalInterface
  public interface Lookup {
    List<InetAddress> addresses(String host) throws UnknownHostException;
  }

  private final Executor executor;
  private final Lookup lookup;

  /** The name that the rest is about; there is one at a time. */
  private String host = "";

  private List<InetAddress> found = List.of();
  private @Nullable CompletableFuture<List<InetAddress>> underWay;

  /** Lookups run on the executor, one at a time for one name. */
  public BackendNames(Executor executor, Lookup lookup) {
    this.executor = executor;
    this.lookup = lookup;
  }

  /** The machine's own way to look up names, with all that is configured for it. */
  public static List<InetAddress> lookUp(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host));
  }

  /** The addresses of a host; completed on any thread. */
  CompletableFuture<List<InetAddress>> find(String name) {
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(name);
    return literal == null ? findName(name) : CompletableFuture.completedFuture(List.of(literal));
  }

  private synchronized CompletableFuture<List<InetAddress>> findName(String name) {
    if (!name.equals(host)) {
      host = name;
      found = List.of();
      underWay = null;
    }
    CompletableFuture<List<InetAddress>> lookedUp = underWay == null ? begin(name) : underWay;
    List<InetAddress> before = found;
    if (before.isEmpty()) {
      return lookedUp.copy();
    }
    return lookedUp
        .exceptionally(failure -> before)
        .completeOnTimeout(before, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<List<InetAddress>> begin(String name) {
    CompletableFuture<List<InetAddress>> lookedUp = new CompletableFuture<>();
    underWay = lookedUp;
    executor.execute(() -> run(name, lookedUp));
    return lookedUp;
  }

  private void run(String name, CompletableFuture<List<InetAddress>> lookedUp) {
    try {
      List<InetAddress> addresses = lookup.addresses(name);
      onEnded(name, lookedUp, addresses);
      lookedUp.complete(addresses);
    } catch (UnknownHostException | RuntimeException e) {
      log.warn("backend={} cannot be looked up: {}", name, e.toString());
      onEnded(name, lookedUp, List.of());
      lookedUp.completeExceptionally(new CompletionException(e));
    }
  }

  private synchronized void onEnded(
      String name, CompletableFuture<List<InetAddress>> lookedUp, List<InetAddress> addresses) {
    if (underWay == lookedUp) {
      underWay = null;
    }
    if (name.equals(host) && !addresses.isEmpty()) {
      found = addresses;
    }
  }
}
