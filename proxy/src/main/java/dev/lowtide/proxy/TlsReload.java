package dev.lowtide.proxy;

import dev.lowtide.proxy.auth.AuthKey;
import dev.lowtide.proxy.relay.TlsContexts;
import dev.lowtide.proxy.relay.TlsLegs;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of TLS again when they have changed; sessions that are open keep what they began
 * with. What cannot be used is told and changes nothing. Safe for any thread; files are read on the
 * caller's, or on one of its own.
 */
final class TlsReload implements AutoCloseable {

  /** Certificates are replaced every few weeks; a minute later is soon enough. */
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(TlsReload.class);

  private final ProxyConfig config;
  private final Clock clock;
  private final TlsLegs legs;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("lowtide-tls", true));

  /** Of the files as they were read last, whether they could be used or not. */
  private byte[] fingerprint;

  /** Reads everything for the first time. */
  TlsReload(ProxyConfig config, Clock clock) throws IOException {
    this.config = config;
    this.clock = clock;
    this.legs =
        new TlsLegs(
            config.tls().clients(), config.tls().backend(), TlsFiles.load(config, clock), key());
    this.fingerprint = readFingerprint();
  }

  TlsLegs legs() {
    return legs;
  }

  /** When the certificate that clients see ends; null if they see none. */
  @Nullable Instant notAfter() {
    return legs.contexts().notAfter();
  }

  /** Looks for files that were replaced, from now on and by itself. */
  void start() {
    log.info(
        "tls clients={} backend={} provider={} certificateUntil={}",
        TlsConfig.name(config.tls().clients()),
        TlsConfig.name(config.tls().backend()),
        TlsFiles.PROVIDER,
        notAfter());
    long millis = LOOK_EVERY.toMillis();
    watch.scheduleWithFixedDelay(this::reloadIfChanged, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Reads everything again.
   *
   * @throws IOException if something cannot be used; then all is as before
   */
  synchronized void reload() throws IOException {
    fingerprint = readFingerprint();
    TlsContexts contexts = TlsFiles.load(config, clock);
    legs.exchange(contexts);
    log.info("tls files were read again certificateUntil={}", contexts.notAfter());
  }

  /** Reads everything again if a file is another than the last time. */
  synchronized void reloadIfChanged() {
    if (Arrays.equals(fingerprint, readFingerprint())) {
      return;
    }
    try {
      reload();
    } catch (IOException | RuntimeException e) {
      log.warn("tls files have changed and cannot be used, the old ones stay: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }

  /** Only where it may be asked for; in the background, because it takes some hundred ms. */
  private CompletableFuture<AuthKey> key() {
    return config.tls().needsKey(config.backend().isSecret())
        ? CompletableFuture.supplyAsync(AuthKey::make)
        : CompletableFuture.failedFuture(
            new IllegalStateException("no key for passwords was made"));
  }

  /** A file that cannot be read counts as one without content. */
  private byte[] readFingerprint() {
    MessageDigest digest = sha256();
    for (Path file : TlsFiles.watched(config)) {
      try {
        digest.update(PemFiles.bytes("proxy.tls", file));
      } catch (IOException e) {
        log.debug("tls {}", e.getMessage());
      }
      digest.update((byte) 0);
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
