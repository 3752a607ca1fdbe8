package dev.lowtide.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Somebody who is told.
 *
 * @param secret that both know, by which they see that it was us
 * @param events of which they are told
 */
public record Webhook(URI url, String secret, Set<NoticeEvent> events) {

  public Webhook {
    events = Set.copyOf(events);
  }

  /** What the store knows it by: addresses often have a secret in them. */
  String receiver() {
    try {
      byte[] bytes = url.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Where it is, without what may be secret of it. */
  public String place() {
    return url.getScheme() + "://" + url.getAuthority().replaceFirst(".*@", "");
  }

  @Override
  public String toString() {
    return "Webhook[" + place() + "]";
  }
}
