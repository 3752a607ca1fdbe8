package dev.lowtide.scheduler.binlog;

import com.github.shyiko.mysql.binlog.network.Authenticator;
import com.github.shyiko.mysql.binlog.network.ClientCapabilities;
import com.github.shyiko.mysql.binlog.network.ServerException;
import com.github.shyiko.mysql.binlog.network.protocol.ErrorPacket;
import com.github.shyiko.mysql.binlog.network.protocol.GreetingPacket;
import com.github.shyiko.mysql.binlog.network.protocol.PacketChannel;
import com.github.shyiko.mysql.binlog.network.protocol.ResultSetRowPacket;
import com.github.shyiko.mysql.binlog.network.protocol.command.Command;
import com.github.shyiko.mysql.binlog.network.protocol.command.DumpBinaryLogCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.QueryCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.SSLRequestCommand;
import dev.lowtide.scheduler.copy.BinlogPosition;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A session with the server that sends its binary log. {@link #close()} is safe for any thread. */
final class BinlogLink implements Closeable {

  /** The server says so often that it has nothing to say. */
  static final Duration HEARTBEAT = Duration.ofSeconds(1);

  /** After so much silence the link is dead: a checkpoint of a busy server may take seconds. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(15);

  private static final int CONNECT_MILLIS_MAX = 5_000;

  /** Of events; a socket's own buffer is about as large. */
  private static final int BUFFER_BYTES = 256 << 10;

  private static final int EOF = 0xFE;
  private static final int ERROR = 0xFF;

  private final Socket socket;
  private final PacketChannel channel;

  private BinlogLink(Socket socket, PacketChannel channel) {
    this.socket = socket;
    this.channel = channel;
  }

  /** Signs in, encrypted if the server can; if not, the password travels encrypted by its key. */
  static BinlogLink open(BinlogAccount account) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(account.host(), account.port()), CONNECT_MILLIS_MAX);
      socket.setSoTimeout((int) SILENCE_MAX.toMillis());
      socket.setTcpNoDelay(true);
      PacketChannel channel = new PacketChannel(socket);
      signIn(channel, account);
      return new BinlogLink(socket, channel);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static void signIn(PacketChannel channel, BinlogAccount account) throws IOException {
    GreetingPacket greeting = new GreetingPacket(checked(channel.read()));
    if (greeting.getServerVersion().toLowerCase(Locale.ROOT).contains("mariadb")) {
      throw new UnreadableException("the format of MariaDB, " + greeting.getServerVersion());
    }
    if ((greeting.getServerCapabilities() & ClientCapabilities.SSL) != 0) {
      SSLRequestCommand request = new SSLRequestCommand();
      request.setCollation(greeting.getServerCollation());
      channel.write(request);
      channel.upgradeToSSL(new AnyServerTls(), null);
    }
    new Authenticator(greeting, channel, null, account.user(), account.password()).authenticate();
    channel.authenticationComplete();
  }

  /** The columns of the one row that a query gives. */
  List<String> ask(String sql) throws IOException {
    channel.write(new QueryCommand(sql));
    checked(channel.read());
    while (!isEnd(channel.read())) {
      // Descriptions of columns.
    }
    List<String> values = new ArrayList<>();
    for (byte[] row = checked(channel.read()); !isEnd(row); row = checked(channel.read())) {
      values.addAll(Arrays.asList(new ResultSetRowPacket(row).getValues()));
    }
    return values;
  }

  private static boolean isEnd(byte[] packet) {
    return (packet[0] & 0xFF) == EOF;
  }

  /**
   * Asks for the binary log from there on.
   *
   * @param serverId of the replica that we seem to be
   * @param uuid of it: the server ends what it still sends to an earlier link of the same
   */
  EventStream follow(BinlogPosition from, long serverId, String uuid) throws IOException {
    set("@source_binlog_checksum = 'CRC32', @master_binlog_checksum = 'CRC32'");
    long nanos = HEARTBEAT.toNanos();
    set("@source_heartbeat_period = " + nanos + ", @master_heartbeat_period = " + nanos);
    set("@replica_uuid = '" + uuid + "', @slave_uuid = '" + uuid + "'");
    send(new DumpBinaryLogCommand(serverId, from.file(), from.offset()));
    return new EventStream(new BufferedInputStream(channel.getInputStream(), BUFFER_BYTES), from);
  }

  private void set(String assignments) throws IOException {
    send(new QueryCommand("SET " + assignments));
    checked(channel.read());
  }

  private void send(Command command) throws IOException {
    channel.write(command);
  }

  private static byte[] checked(byte[] packet) throws IOException {
    if ((packet[0] & 0xFF) == ERROR) {
      ErrorPacket error = new ErrorPacket(Arrays.copyOfRange(packet, 1, packet.length));
      throw new ServerException(
          error.getErrorMessage(), error.getErrorCode(), String.valueOf(error.getSqlState()));
    }
    return packet;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
