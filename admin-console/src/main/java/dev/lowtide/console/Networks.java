package dev.lowtide.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Whom an address belongs to: of IPv6, everybody has 2^64 of them. */
final class Networks {

  private static final int BYTES = 8;

  private Networks() {}

  /** The address, or the first half of it. */
  static String of(String address) {
    // What has no colon may be a name, which must not be looked up.
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return bytes.length > BYTES ? HexFormat.of().formatHex(bytes, 0, BYTES) + "/64" : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
