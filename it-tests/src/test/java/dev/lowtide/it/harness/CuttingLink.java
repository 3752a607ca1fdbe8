package dev.lowtide.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way to a server on which what it says arrives in small pieces of random lengths. */
public final class CuttingLink implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final int bytesAtATimeMax;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  public CuttingLink(int target, int bytesAtATimeMax) throws IOException {
    this.target = target;
    this.bytesAtATimeMax = bytesAtATimeMax;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        threads.execute(() -> carry(near, far, 1 << 16));
        threads.execute(() -> carry(far, near, bytesAtATimeMax));
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  /** Until either side hangs up; then both do. */
  private static void carry(Socket from, Socket to, int bytesAtATimeMax) {
    Random lengths = new Random(bytesAtATimeMax);
    byte[] piece = new byte[bytesAtATimeMax];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read = in.read(piece, 0, 1 + lengths.nextInt(bytesAtATimeMax));
      while (read > 0) {
        out.write(piece, 0, read);
        read = in.read(piece, 0, 1 + lengths.nextInt(bytesAtATimeMax));
      }
    } catch (IOException e) {
      // One of them is gone, and so is the other one now.
    }
  }
}
