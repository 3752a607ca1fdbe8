package dev.lowtide.it.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Somebody on the way to a server: passes everything on and remembers what was sent to it. */
public final class Wiretap implements AutoCloseable {

  private final ServerSocket listener;
  private final int server;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  private Wiretap(int server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  public static Wiretap before(int server) throws IOException {
    Wiretap tap = new Wiretap(server);
    start(tap::accept);
    return tap;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Everything that was sent to the server, read as text. */
  public String heard() {
    synchronized (heard) {
      return heard.toString(StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket backend = new Socket(InetAddress.getLoopbackAddress(), server);
        start(() -> pass(client, backend, heard));
        start(() -> pass(backend, client, new ByteArrayOutputStream()));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private static void pass(Socket from, Socket to, ByteArrayOutputStream copy) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        synchronized (copy) {
          copy.write(buffer, 0, length);
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // One side has ended, and so does the other.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "wiretap");
    thread.setDaemon(true);
    thread.start();
  }
}
