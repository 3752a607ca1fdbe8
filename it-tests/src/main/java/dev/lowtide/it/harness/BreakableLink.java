package dev.lowtide.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way to a server that can be broken: everything that goes over it at that moment is lost. */
public final class BreakableLink implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean isBroken;
  private volatile boolean isSilent;

  public BreakableLink(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Breaks what there is, and lets nobody through until it is mended. */
  public void cut() {
    isBroken = true;
    open.forEach(BreakableLink::close);
    open.clear();
  }

  /** As a firewall does: whatever is sent is swallowed, and nobody hangs up. */
  public void fallSilent() {
    isSilent = true;
  }

  public void mend() {
    isBroken = false;
    isSilent = false;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
    threads.shutdownNow();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        connect(near);
      } catch (IOException e) {
        // Closed, or the server is not there: whoever called hears nothing, and hangs up.
      }
    }
  }

  private void connect(Socket near) throws IOException {
    if (isBroken) {
      near.close();
      return;
    }
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      open.add(near);
      open.add(far);
      threads.execute(() -> carry(near, far));
      threads.execute(() -> carry(far, near));
    } catch (IOException e) {
      near.close();
      throw e;
    }
  }

  /** Until either side hangs up; then both do. */
  private void carry(Socket from, Socket to) {
    byte[] piece = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read = in.read(piece);
      while (read > 0) {
        if (!isSilent) {
          out.write(piece, 0, read);
        }
        read = in.read(piece);
      }
    } catch (IOException e) {
      // One of them is gone, and so is the other one now.
    }
    open.remove(from);
    open.remove(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket that cannot be closed", e);
    }
  }
}
