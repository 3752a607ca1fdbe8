package dev.lowtide.proxy.auth;

/**
 * The plugins whose clients say one thing on a leg that is secret and another on one that is not.
 */
enum AuthPlugin {
  /** A scramble first; the password only when the server asks for it. */
  CACHING_SHA2("caching_sha2_password", 2),
  /** The password at once, clear or by the server's public key. */
  SHA256("sha256_password", 1),
  /** The password at once and clear, wherever. */
  CLEAR("mysql_clear_password", -1),
  /** PAM's conversation: answers in clear, wherever. */
  DIALOG("dialog", -1),
  /** Says the same on every leg. */
  OTHER("", -1);

  /** What the server says when it does not know the password by its scramble. */
  private static final int PERFORM_FULL_AUTHENTICATION = 4;

  private final String text;
  private final int keyRequest;

  AuthPlugin(String text, int keyRequest) {
    this.text = text;
    this.keyRequest = keyRequest;
  }

  static AuthPlugin of(String name) {
    for (AuthPlugin plugin : values()) {
      if (plugin.text.equals(name)) {
        return plugin;
      }
    }
    return OTHER;
  }

  /** What a client sends, and nothing else, to be told the server's public key. */
  byte[] keyRequest() {
    return new byte[] {(byte) keyRequest};
  }

  boolean isKeyRequest(byte[] payload) {
    return payload.length == 1 && payload[0] == keyRequest;
  }

  /** Whether the server's AuthMoreData asks for the password itself. */
  boolean isAskedForPassword(byte[] payload) {
    return this == CACHING_SHA2 && payload.length == 2 && payload[1] == PERFORM_FULL_AUTHENTICATION;
  }

  /** Nothing, or a terminating zero byte alone. */
  static boolean isEmptyPassword(byte[] payload) {
    return payload.length == 0 || (payload.length == 1 && payload[0] == 0);
  }

  /**
   * Whether client and server say a password in clear on such a leg. To sha256_password a socket of
   * the same machine is as good as a network, to the younger plugin it is as good as TLS.
   */
  boolean isClearOn(Leg leg) {
    return switch (this) {
      case CACHING_SHA2 -> leg != Leg.PLAIN;
      case SHA256 -> leg == Leg.TLS;
      case CLEAR, DIALOG -> true;
      case OTHER -> false;
    };
  }

  /** Knows no other way to say the password than in clear. */
  boolean isAlwaysClear() {
    return this == CLEAR || this == DIALOG;
  }

  @Override
  public String toString() {
    return text;
  }
}
