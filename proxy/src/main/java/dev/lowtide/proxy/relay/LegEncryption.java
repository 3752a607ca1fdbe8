package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.auth.Leg;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.Objects;

/** Starts TLS on a session's legs, and knows what they are. Confined to its event loop. */
final class LegEncryption {

  /** A session goes on with what it began with. */
  private final TlsContexts contexts;

  private boolean isClientEncrypted;
  private boolean isBackendEncrypted;

  LegEncryption(TlsContexts contexts) {
    this.contexts = contexts;
  }

  /** The next bytes of this client's are TLS. */
  Future<Channel> ofClient(Channel client) {
    isClientEncrypted = true;
    SslContext context = Objects.requireNonNull(contexts.clients());
    return start(client, context.newHandler(client.alloc()));
  }

  /** The next bytes to this backend are TLS. What was written before must have been flushed. */
  Future<Channel> ofBackend(Channel backend, BackendAddress address) {
    isBackendEncrypted = true;
    SslContext context = Objects.requireNonNull(contexts.backend());
    return start(
        backend,
        address instanceof BackendAddress.Tcp tcp
            ? context.newHandler(backend.alloc(), tcp.host(), tcp.port())
            : context.newHandler(backend.alloc()));
  }

  boolean isClientEncrypted() {
    return isClientEncrypted;
  }

  boolean isBackendEncrypted() {
    return isBackendEncrypted;
  }

  /** What the leg to the client is. */
  Leg client() {
    return isClientEncrypted ? Leg.TLS : Leg.PLAIN;
  }

  /** What the leg to a backend at this address is. */
  Leg backend(BackendAddress address) {
    if (isBackendEncrypted) {
      return Leg.TLS;
    }
    return address.isSecret() ? Leg.SOCKET : Leg.PLAIN;
  }

  private static Future<Channel> start(Channel channel, SslHandler tls) {
    channel.pipeline().addFirst(tls);
    return tls.handshakeFuture();
  }
}
