package dev.lowtide.proxy.relay;

import java.util.List;

/**
 * Who tells us clients' addresses, and whether we tell the backend.
 *
 * @param from load balancers: whatever connects from there begins with a header, and is believed
 */
public record ProxyProtocol(ClientNetworks from, ToBackend toBackend) {

  /** Nobody is believed and nobody told. */
  public static final ProxyProtocol OFF =
      new ProxyProtocol(new ClientNetworks(List.of()), ToBackend.OFF);

  /** The header's version, if one is sent. */
  public enum ToBackend {
    OFF,
    /** A line of text. */
    V1,
    /** Binary. */
    V2
  }
}
