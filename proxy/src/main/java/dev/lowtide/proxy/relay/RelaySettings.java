package dev.lowtide.proxy.relay;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What the relay needs to know besides its channels.
 *
 * @param clients where clients may come from
 * @param sessionsMax sessions at one time; more are told what the server would tell them
 * @param dialTimeout how long the backend may take to accept a connection
 * @param loginTimeout how long a client may take until it is authenticated
 */
public record RelaySettings(
    InetSocketAddress backend,
    ClientNetworks clients,
    int sessionsMax,
    Duration dialTimeout,
    Duration loginTimeout,
    TlsLegs tls) {}
