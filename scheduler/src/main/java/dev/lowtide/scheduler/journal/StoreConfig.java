package dev.lowtide.scheduler.journal;

import java.util.Locale;

/**
 * Where the store is, and as whom it is opened.
 *
 * @param user empty if the kind of store needs none, or the driver is to find out itself
 * @param password empty if there is none
 */
public record StoreConfig(String url, String user, String password) {

  public StoreConfig {
    StoreKind.of(url);
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.contains("password=") || lower.matches("jdbc:(mysql|postgresql):[^?]*@.*")) {
      throw new StoreException(
          "store.url: names an account's password (expected: store.password or"
              + " store.passwordFile)");
    }
  }

  /** A store that knows no accounts. */
  public static StoreConfig of(String url) {
    return new StoreConfig(url, "", "");
  }

  public StoreKind kind() {
    return StoreKind.of(url);
  }

  /** The URL as it may be told. */
  String shownUrl() {
    return StoreUrl.shown(url);
  }

  /** What a driver means; some of them say the whole URL. */
  String words(Throwable e) {
    return Causes.words(e).replace(url, shownUrl());
  }

  StoreException unopened(String why) {
    return new StoreException("store.url: '" + shownUrl() + "' cannot be opened: " + why);
  }

  StoreException unopened(Exception e) {
    return new StoreException("store.url: '" + shownUrl() + "' cannot be opened: " + words(e), e);
  }

  @Override
  public String toString() {
    return shownUrl();
  }
}
