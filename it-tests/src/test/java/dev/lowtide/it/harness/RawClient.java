package dev.lowtide.it.harness;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A client that sends what it is told to, byte by byte if need be. It signs in with
 * caching_sha2_password, in full by the server's public key, or as the server asks it to instead,
 * and knows no more of the protocol than packets.
 */
public final class RawClient implements AutoCloseable {

  /** Whoever has not set it may know MariaDB's extensions. */
  private static final int CLIENT_MYSQL = 1;

  public static final int MARIADB_CLIENT_STMT_BULK_OPERATIONS = 1 << 2;
  public static final int MARIADB_CLIENT_EXTENDED_METADATA = 1 << 3;
  public static final int MARIADB_CLIENT_CACHE_METADATA = 1 << 4;

  public static final int CLIENT_CONNECT_WITH_DB = 1 << 3;
  public static final int CLIENT_COMPRESS = 1 << 5;
  public static final int CLIENT_LOCAL_FILES = 1 << 7;
  public static final int CLIENT_MULTI_STATEMENTS = 1 << 16;
  public static final int CLIENT_MULTI_RESULTS = 1 << 17;
  public static final int CLIENT_PS_MULTI_RESULTS = 1 << 18;
  public static final int CLIENT_DEPRECATE_EOF = 1 << 24;
  public static final int CLIENT_OPTIONAL_RESULTSET_METADATA = 1 << 25;
  public static final int CLIENT_ZSTD_COMPRESSION_ALGORITHM = 1 << 26;

  private static final int BASE = 1 << 9 | 1 << 13 | 1 << 15 | 1 << 19;
  private static final int AUTH_MORE_DATA = 1;
  private static final byte AUTH_SWITCH_REQUEST = (byte) 0xFE;
  private static final int FAST_AUTH_SUCCESS = 3;
  private static final int PUBLIC_KEY_REQUEST = 2;
  private static final int ZSTD_LEVEL = 3;
  private static final int SALT_LENGTH = 20;
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final String PLUGIN = "caching_sha2_password";

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private int sequenceIdSeen;

  public RawClient(int port) throws IOException {
    this(port, "127.0.0.1");
  }

  /** From another of this machine's loopback addresses. */
  public RawClient(int port, String from) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Signs in. Returns the server's last payload, an OK or an ERR. */
  public byte[] signIn(String user, String password, String schema, int capabilities)
      throws IOException, GeneralSecurityException {
    return signIn(user, password, schema, capabilities, 0);
  }

  /** Signs in as one who knows what only MariaDB does; they are flags of their own. */
  public byte[] signIn(
      String user, String password, String schema, int capabilities, int mariaDbCapabilities)
      throws IOException, GeneralSecurityException {
    byte[] salt = salt(read());
    int base = mariaDbCapabilities == 0 ? BASE | CLIENT_MYSQL : BASE;
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    writeInt(hello, base | CLIENT_CONNECT_WITH_DB | capabilities);
    writeInt(hello, 1 << 24);
    hello.write(45);
    hello.write(new byte[19]);
    writeInt(hello, mariaDbCapabilities);
    writeText(hello, user);
    byte[] scramble = Passwords.scramble(PLUGIN, password, salt);
    hello.write(scramble.length);
    hello.write(scramble);
    writeText(hello, schema);
    writeText(hello, PLUGIN);
    if ((capabilities & CLIENT_ZSTD_COMPRESSION_ALGORITHM) != 0) {
      hello.write(ZSTD_LEVEL);
    }
    send(1, hello.toByteArray());
    return answerToTheEnd(password, salt);
  }

  /** Answers whatever the server still asks for, in the way that it wants the password. */
  private byte[] answerToTheEnd(String password, byte[] greetingsSalt)
      throws IOException, GeneralSecurityException {
    byte[] salt = greetingsSalt;
    byte[] question = read();
    while (question[0] == AUTH_MORE_DATA || question[0] == AUTH_SWITCH_REQUEST) {
      if (question[0] == AUTH_SWITCH_REQUEST) {
        int end = endOfText(question, 1);
        String plugin = new String(question, 1, end - 1, StandardCharsets.US_ASCII);
        salt = Arrays.copyOfRange(question, end + 1, end + 1 + SALT_LENGTH);
        send(sequenceIdSeen + 1, Passwords.scramble(plugin, password, salt));
      } else if (question[1] != FAST_AUTH_SUCCESS) {
        send(sequenceIdSeen + 1, (byte) PUBLIC_KEY_REQUEST);
        byte[] key = read();
        send(sequenceIdSeen + 1, Passwords.encrypt(password, salt, key));
      }
      question = read();
    }
    return question;
  }

  public void query(String sql) throws IOException {
    command(0x03, sql.getBytes(StandardCharsets.UTF_8));
  }

  public void command(int code, byte... argument) throws IOException {
    byte[] payload = new byte[argument.length + 1];
    payload[0] = (byte) code;
    System.arraycopy(argument, 0, payload, 1, argument.length);
    send(0, payload);
  }

  /** One packet. */
  public void send(int sequenceId, byte... payload) throws IOException {
    sendRaw(packet(sequenceId, payload));
  }

  public void sendRaw(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  public static byte[] packet(int sequenceId, byte... payload) {
    byte[] packet = new byte[payload.length + 4];
    packet[0] = (byte) payload.length;
    packet[1] = (byte) (payload.length >> 8);
    packet[2] = (byte) (payload.length >> 16);
    packet[3] = (byte) sequenceId;
    System.arraycopy(payload, 0, packet, 4, payload.length);
    return packet;
  }

  /** The next packet's payload. */
  public byte[] read() throws IOException {
    int length = in.read();
    if (length < 0) {
      throw new EOFException("the other side has hung up");
    }
    length |= in.readUnsignedByte() << 8;
    length |= in.readUnsignedByte() << 16;
    sequenceIdSeen = in.readUnsignedByte();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return payload;
  }

  /** As many payloads. */
  public List<byte[]> read(int count) throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      payloads.add(read());
    }
    return payloads;
  }

  /** Every byte that comes until the other side hangs up, headers and all. */
  public byte[] readToTheEnd() throws IOException {
    return in.readAllBytes();
  }

  /** Hangs up so that the other side hears of it by a reset. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Whether the other side has hung up; waits for it. */
  public boolean isHungUp() throws IOException {
    try {
      while (true) {
        read();
      }
    } catch (EOFException e) {
      return true;
    } catch (SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static byte[] salt(byte[] greeting) {
    int version = endOfText(greeting, 1);
    byte[] salt = new byte[SALT_LENGTH];
    System.arraycopy(greeting, version + 5, salt, 0, 8);
    System.arraycopy(greeting, version + 5 + 8 + 1 + 2 + 1 + 2 + 2 + 1 + 10, salt, 8, 12);
    return salt;
  }

  private static int endOfText(byte[] payload, int from) {
    int end = from;
    while (payload[end] != 0) {
      end++;
    }
    return end;
  }

  private static void writeInt(ByteArrayOutputStream out, int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >> shift);
    }
  }

  private static void writeText(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    out.write(0);
  }
}
