package dev.lowtide.proxy.relay;

import io.netty.handler.ssl.SslContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Certificates, keys and authorities for both legs, read at one moment.
 *
 * @param clients we are the server to; null if they do not speak TLS with us
 * @param backend we are the client of; null if it never speaks TLS with us
 * @param notAfter when the certificate that clients see ends; null if they see none
 */
public record TlsContexts(
    @Nullable SslContext clients, @Nullable SslContext backend, @Nullable Instant notAfter) {}
