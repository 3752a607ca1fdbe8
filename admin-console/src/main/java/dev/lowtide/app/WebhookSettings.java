package dev.lowtide.app;

import dev.lowtide.scheduler.journal.StoreUrl;
import dev.lowtide.webhook.NoticeEvent;
import dev.lowtide.webhook.Webhook;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the file says of webhooks, checked. */
final class WebhookSettings {

  /** Each has a thread of its own. */
  private static final int WEBHOOKS_MAX = 10;

  /** Shorter ones can be guessed. */
  private static final int SECRET_MIN = 16;

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private static final Pattern PLACE =
      Pattern.compile("(?s)([A-Za-z]{1,16}://[A-Za-z0-9.-]+(?::\\d{1,5})?)(?:[/?#].*)?");

  private WebhookSettings() {}

  static List<Webhook> of(@Nullable List<AppConfig.Webhook> given) throws ConfigException {
    List<Webhook> webhooks = new ArrayList<>();
    for (AppConfig.Webhook one : given == null ? List.<AppConfig.Webhook>of() : given) {
      webhooks.add(webhook("webhooks[" + webhooks.size() + "]", one));
    }
    if (webhooks.size() > WEBHOOKS_MAX) {
      throw new ConfigException(
          "webhooks: " + webhooks.size() + " (expected: at most " + WEBHOOKS_MAX + ")");
    }
    long places = webhooks.stream().map(Webhook::url).distinct().count();
    if (places < webhooks.size()) {
      throw new ConfigException("webhooks: two with the same url (expected: each once)");
    }
    return webhooks;
  }

  private static Webhook webhook(String name, AppConfig.Webhook given) throws ConfigException {
    String secret = Passwords.required(name, "secret", given.secret(), given.secretFile());
    if (secret.length() < SECRET_MIN) {
      throw new ConfigException(
          name
              + ".secret: "
              + secret.length()
              + " characters (expected: at least "
              + SECRET_MIN
              + ")");
    }
    return new Webhook(url(name, given.url()), secret, events(name, given.events()));
  }

  private static URI url(String name, @Nullable String text) throws ConfigException {
    if (text == null) {
      throw new ConfigException(name + ".url: missing (expected: https://HOST/PATH)");
    }
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && isSafe(url.getScheme(), url.getHost())) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new ConfigException(
        name
            + ".url: '"
            + shown(text)
            + "' (expected: https://HOST/PATH, or http:// to this very machine)");
  }

  private static boolean isSafe(String scheme, String host) {
    return "https".equals(scheme) || ("http".equals(scheme) && LOOPBACK.contains(host));
  }

  /** Scheme and host: what follows them is often all that keeps others from writing there. */
  private static String shown(String text) {
    Matcher place = PLACE.matcher(text);
    return text.indexOf('@') < 0 && place.matches() ? place.group(1) : StoreUrl.HIDDEN;
  }

  private static Set<NoticeEvent> events(String name, @Nullable List<String> words)
      throws ConfigException {
    if (words == null) {
      return EnumSet.allOf(NoticeEvent.class);
    }
    try {
      return words.stream().map(NoticeEvent::parse).collect(Collectors.toSet());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(name + ".events: " + e.getMessage());
    }
  }
}
