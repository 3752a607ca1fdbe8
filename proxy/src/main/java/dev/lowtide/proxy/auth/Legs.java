package dev.lowtide.proxy.auth;

/** Both legs of a session, and what becomes of a password on its way from one to the other. */
public record Legs(Leg client, Leg backend) {

  /** How the words for a password differ between the legs. */
  enum Translation {
    NONE,
    TO_CLEAR,
    TO_ENCRYPTED
  }

  Translation translation() {
    if (isSecret(client) == isSecret(backend)) {
      return Translation.NONE;
    }
    return isSecret(backend) ? Translation.TO_CLEAR : Translation.TO_ENCRYPTED;
  }

  boolean isTranslated() {
    return translation() != Translation.NONE;
  }

  /** Whether others could read on the backend's leg what the client says to nobody but us. */
  boolean isLeaking() {
    return translation() == Translation.TO_ENCRYPTED;
  }

  /** Where clients and servers of these plugins speak in clear. */
  private static boolean isSecret(Leg leg) {
    return leg != Leg.PLAIN;
  }
}
