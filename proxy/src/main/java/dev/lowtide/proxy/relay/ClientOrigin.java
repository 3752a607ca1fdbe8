package dev.lowtide.proxy.relay;

import java.net.InetSocketAddress;

/**
 * Who a client is, and which of our addresses it came to.
 *
 * @param address the client's: its own, or what a load balancer that we believe says it is
 * @param listener ours
 * @param isAnnounced whether a load balancer said so
 * @param isBalancer whether this is no client, but a load balancer that speaks for itself
 */
record ClientOrigin(
    InetSocketAddress address,
    InetSocketAddress listener,
    boolean isAnnounced,
    boolean isBalancer) {

  static ClientOrigin direct(InetSocketAddress address, InetSocketAddress listener) {
    return new ClientOrigin(address, listener, false, false);
  }

  ClientOrigin announced(InetSocketAddress client) {
    return new ClientOrigin(client, listener, true, false);
  }

  /** Checks of a balancer's own, or clients whose address it does not know. */
  ClientOrigin balancer() {
    return new ClientOrigin(address, listener, true, true);
  }

  @Override
  public String toString() {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
