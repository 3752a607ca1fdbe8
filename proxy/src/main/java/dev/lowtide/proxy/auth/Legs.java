package dev.lowtide.proxy.auth;

/** Both legs of a session, and what becomes of a password on its way from one to the other. */
public record Legs(Leg client, Leg backend) {

  /** How the words for a password differ between the legs. */
  enum Translation {
    NONE,
    TO_CLEAR,
    TO_ENCRYPTED
  }

  Translation translation(AuthPlugin plugin) {
    boolean isClear = plugin.isClearOn(client);
    if (isClear == plugin.isClearOn(backend)) {
      return Translation.NONE;
    }
    return isClear ? Translation.TO_ENCRYPTED : Translation.TO_CLEAR;
  }

  boolean isTranslated(AuthPlugin plugin) {
    return translation(plugin) != Translation.NONE;
  }

  /** Whether others could read on the backend's leg what the client says to nobody but us. */
  boolean isLeaking() {
    return client != Leg.PLAIN && backend == Leg.PLAIN;
  }
}
