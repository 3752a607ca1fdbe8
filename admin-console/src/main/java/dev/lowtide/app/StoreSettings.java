package dev.lowtide.app;

import static dev.lowtide.app.Limits.orDefault;

import dev.lowtide.scheduler.journal.StoreConfig;
import dev.lowtide.scheduler.journal.StoreException;
import org.jspecify.annotations.Nullable;

/** What the file says of the store, checked. */
final class StoreSettings {

  private static final String URL = "jdbc:h2:file:./lowtide";

  private StoreSettings() {}

  static StoreConfig of(AppConfig.@Nullable Store store) throws ConfigException {
    if (store == null) {
      return StoreConfig.of(URL);
    }
    String password = Passwords.optional("store", store.password(), store.passwordFile());
    StoreConfig config = config(store, password);
    if (config.kind().hasAccounts() && config.user().isBlank()) {
      throw new ConfigException("store.user: missing (expected: the account of " + config + ")");
    }
    if (config.user().isEmpty() && !password.isEmpty()) {
      throw new ConfigException("store.password: given without store.user (expected: both)");
    }
    return config;
  }

  private static StoreConfig config(AppConfig.Store store, String password) throws ConfigException {
    try {
      return new StoreConfig(orDefault(store.url(), URL), orDefault(store.user(), ""), password);
    } catch (StoreException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }
}
