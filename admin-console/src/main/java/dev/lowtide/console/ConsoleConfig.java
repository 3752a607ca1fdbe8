package dev.lowtide.console;

import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How the console listens.
 *
 * @param publicUrl where browsers reach it, if something that speaks TLS stands before it
 * @param isApprovalAutomatic nobody is asked for a yes
 * @param localToken bearer token of this machine's command line
 */
public record ConsoleConfig(
    InetSocketAddress listen,
    @Nullable URI publicUrl,
    boolean isApprovalAutomatic,
    String localToken,
    String version) {

  public ConsoleConfig {
    requireSafe(listen, publicUrl);
  }

  /** Refuses to be reached from other machines unless something before us speaks TLS. */
  public static void requireSafe(InetSocketAddress listen, @Nullable URI publicUrl) {
    if (!listen.getAddress().isLoopbackAddress() && !isSecure(publicUrl)) {
      throw new IllegalArgumentException(
          "console.listen: "
              + listen.getAddress().getHostAddress()
              + " is reachable from other machines (expected: a loopback address, or"
              + " console.publicUrl with https:// of the TLS proxy before it)");
    }
  }

  /**
   * What links that are sent to people begin with. They must lead through whatever speaks TLS for
   * us: behind it the cookie is for https only, and other machines reach nothing else.
   *
   * @param otherwise what they begin with if nothing stands before us
   */
  public String origin(String otherwise) {
    return publicUrl == null
        ? otherwise
        : publicUrl.getScheme() + "://" + publicUrl.getRawAuthority();
  }

  boolean isSecure() {
    return isSecure(publicUrl);
  }

  private static boolean isSecure(@Nullable URI publicUrl) {
    return publicUrl != null && "https".equals(publicUrl.getScheme());
  }

  @Override
  public String toString() {
    return "ConsoleConfig[listen=" + listen + ", publicUrl=" + publicUrl + "]";
  }
}
