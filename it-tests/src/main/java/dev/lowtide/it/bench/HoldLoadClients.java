package dev.lowtide.it.bench;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many sessions of one account without a password, in a process of its own because of its limit of
 * open files. What they do is read from standard input, a line a step:
 *
 * <pre>
 * begin K     the first K open a transaction and touch the held table
 * commit K    the first K commit
 * send N      the first N send a statement on the held table
 * </pre>
 *
 * Each step ends with a line that says how many milliseconds it took until the last reply.
 */
final class HoldLoadClients {

  private static final int THREADS = 8;
  private static final int COM_QUERY = 3;

  /** As any driver's, without a password; transactions, 4.1, a schema and a plugin by name. */
  private static final int CAPABILITIES = 1 | 1 << 3 | 1 << 9 | 1 << 13 | 1 << 15 | 1 << 19;

  private final List<SocketChannel> sessions = new ArrayList<>();
  private final Selector selector = Selector.open();
  private final ByteBuffer replies = ByteBuffer.allocateDirect(1 << 16);

  private HoldLoadClients() throws IOException {}

  public static void main(String[] arguments) throws Exception {
    HoldLoadClients clients = new HoldLoadClients();
    clients.open(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    System.out.println("open");
    BufferedReader steps =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String step = steps.readLine(); step != null; step = steps.readLine()) {
      String[] words = step.split(" ", -1);
      long began = System.nanoTime();
      clients.take(words[0], Integer.parseInt(words[1]));
      System.out.printf("%.1f%n", (System.nanoTime() - began) / 1e6);
    }
  }

  private void open(int port, int count) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<SocketChannel>> opened = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      opened.add(threads.submit(() -> signedIn(port)));
    }
    for (Future<SocketChannel> session : opened) {
      SocketChannel channel = session.get();
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      sessions.add(channel);
    }
    threads.shutdown();
  }

  private static SocketChannel signedIn(int port) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.socket().setTcpNoDelay(true);
    readPacket(channel);
    ByteBuffer hello = ByteBuffer.allocate(128);
    hello.order(ByteOrder.LITTLE_ENDIAN).position(4);
    hello.putInt(CAPABILITIES).putInt(1 << 24).put((byte) 45).put(new byte[23]);
    hello.put(text("app\0")).put((byte) 0).put(text("lab\0caching_sha2_password\0"));
    write(channel, packet(hello, 1));
    byte[] answer = readPacket(channel);
    if (answer[0] != 0) {
      throw new IOException("not signed in: " + new String(answer, StandardCharsets.UTF_8));
    }
    return channel;
  }

  private void take(String step, int count) throws IOException {
    int expected = 0;
    for (int i = 0; i < count; i++) {
      String touch = "UPDATE held SET v = v + 1 WHERE id = " + (i + 1);
      switch (step) {
        case "begin" -> expected += send(i, "BEGIN", touch);
        case "commit" -> expected += send(i, "COMMIT");
        case "send" -> expected += send(i, touch);
        default -> throw new IllegalArgumentException(step);
      }
    }
    while (expected > 0) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        expected -= repliesOf((SocketChannel) key.channel());
      }
      selector.selectedKeys().clear();
    }
  }

  private int send(int session, String... statements) throws IOException {
    for (String sql : statements) {
      ByteBuffer query = ByteBuffer.allocate(128);
      query.position(4);
      query.put((byte) COM_QUERY).put(text(sql));
      write(sessions.get(session), packet(query, 0));
    }
    return statements.length;
  }

  /** Each reply is one packet, an OK, and small enough to come in one piece. */
  private int repliesOf(SocketChannel channel) throws IOException {
    replies.clear();
    if (channel.read(replies) < 0) {
      throw new EOFException("a session was ended");
    }
    replies.flip();
    int count = 0;
    while (replies.hasRemaining()) {
      int at = replies.position();
      int length = length(replies, at);
      if (replies.get(at + 4) != 0) {
        throw new IOException("a statement failed");
      }
      replies.position(at + 4 + length);
      count++;
    }
    return count;
  }

  private static byte[] readPacket(SocketChannel channel) throws IOException {
    ByteBuffer header = readFully(channel, 4);
    int length = length(header, 0);
    return readFully(channel, length).array();
  }

  private static ByteBuffer readFully(SocketChannel channel, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("hung up during the login");
      }
    }
    return bytes;
  }

  /** The first four bytes are the header's. */
  private static ByteBuffer packet(ByteBuffer packet, int sequenceId) {
    int length = packet.position() - 4;
    packet.put(0, (byte) length).put(1, (byte) (length >> 8)).put(2, (byte) 0);
    packet.put(3, (byte) sequenceId);
    return packet.flip();
  }

  /** None here is so long that it needs the third byte. */
  private static int length(ByteBuffer bytes, int at) {
    return (bytes.get(at) & 0xFF) + (bytes.get(at + 1) & 0xFF) * 256;
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
