package dev.lowtide.it.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A server of our own on this machine, in a fresh folder on a free port, root without a password.
 *
 * <p>It is stopped and its folder deleted when it is closed, and when the JVM ends.
 */
abstract class LocalServer implements TestServer {

  /** What both families of servers say. */
  static final String READY = "ready for connections";

  private static final int STOP_SECONDS_MAX = 30;

  private final int port;
  private final Path folder;
  private final ServerProcess process;

  LocalServer(int port, Path folder, ServerProcess process) {
    this.port = port;
    this.folder = folder;
    this.process = process;
    AtExit.add(this::close);
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String user() {
    return "root";
  }

  @Override
  public String password() {
    return "";
  }

  @Override
  public synchronized void close() {
    process.stop(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    TemporaryFolders.delete(folder);
  }

  Path folder() {
    return folder;
  }

  ServerProcess process() {
    return process;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
