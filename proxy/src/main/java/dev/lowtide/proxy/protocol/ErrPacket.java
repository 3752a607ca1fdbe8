package dev.lowtide.proxy.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** ERR_Packet. Carries no status flags. */
public record ErrPacket(int code, String sqlState, String message) {

  /** What MariaDB sends in an ERR's clothes while a long statement is at work. */
  private static final int PROGRESS_REPORT = 0xFFFF;

  /** CR_CONN_HOST_ERROR: a client's own words for a server that cannot be reached. */
  public static ErrPacket cannotConnect(String message) {
    return new ErrPacket(2003, "HY000", message);
  }

  /** ER_CON_COUNT_ERROR, as the server says it at its own limit. */
  public static ErrPacket tooManyConnections() {
    return new ErrPacket(1040, "08004", "Too many connections");
  }

  /** ER_HANDSHAKE_ERROR. */
  public static ErrPacket badHandshake() {
    return new ErrPacket(1043, "08S01", "Bad handshake");
  }

  /** ER_SERVER_SHUTDOWN. */
  public static ErrPacket shutdown() {
    return new ErrPacket(1053, "08S01", "Server shutdown in progress");
  }

  /** ER_SESSION_WAS_KILLED, with the server's own words and whose doing it was. */
  public static ErrPacket killed() {
    return new ErrPacket(3169, "HY000", "Session was killed by an operator of the proxy");
  }

  /** ER_SECURE_TRANSPORT_REQUIRED, as the server says it with require_secure_transport. */
  public static ErrPacket insecureTransport() {
    return new ErrPacket(
        3159,
        "HY000",
        "Connections using insecure transport are prohibited while"
            + " --require_secure_transport=ON.");
  }

  /** CR_SSL_CONNECTION_ERROR: a client's own words for TLS that does not come about. */
  public static ErrPacket noTls(String message) {
    return new ErrPacket(2026, "HY000", message);
  }

  /** ER_ACCESS_DENIED_ERROR. */
  public static ErrPacket accessDenied(String user, String host) {
    return new ErrPacket(
        1045,
        "28000",
        "Access denied for user '" + user + "'@'" + host + "' (using password: YES)");
  }

  /** ER_DBACCESS_DENIED_ERROR. */
  public static ErrPacket accessDeniedToSchema(String user, String host, String schema) {
    return new ErrPacket(
        1044,
        "42000",
        "Access denied for user '" + user + "'@'" + host + "' to database '" + schema + "'");
  }

  /** The code of a payload that begins like an ERR. */
  public static int code(PayloadReader payload) {
    payload.skip(1);
    return payload.int2();
  }

  /** Whether what begins like an ERR only tells how far the statement has come. */
  public static boolean isProgressReport(int code) {
    return code == PROGRESS_REPORT;
  }

  /** Writes the payload. Before capabilities are agreed on, the server leaves the state out. */
  public void write(ByteBuf out, boolean withSqlState) {
    out.writeByte(PacketType.ERR).writeShortLE(code);
    if (withSqlState) {
      out.writeByte('#').writeCharSequence(sqlState, StandardCharsets.US_ASCII);
    }
    out.writeCharSequence(message, StandardCharsets.UTF_8);
  }
}
