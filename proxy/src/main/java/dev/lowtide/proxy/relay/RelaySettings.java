package dev.lowtide.proxy.relay;

import java.time.Duration;

/**
 * What the relay needs to know besides its channels. A session keeps to the settings that it began
 * with.
 *
 * @param clients where clients may come from
 * @param proxyProtocol who is believed about clients' addresses, and who is told
 * @param sessionsMax sessions at one time; more are told what the server would tell them
 * @param dialTimeout how long the backend may take from being dialled to its greeting
 * @param loginTimeout how long a client may take until it is authenticated
 */
public record RelaySettings(
    BackendAddress backend,
    ClientNetworks clients,
    ProxyProtocol proxyProtocol,
    int sessionsMax,
    Duration dialTimeout,
    Duration loginTimeout,
    TlsLegs tls) {}
