package dev.lowtide.proxy.relay;

import io.netty.handler.ssl.SslContext;

/**
 * TLS for both legs.
 *
 * @param clients we are the server to
 * @param backend we are the client of
 */
public record TlsContexts(SslContext clients, SslContext backend) {}
