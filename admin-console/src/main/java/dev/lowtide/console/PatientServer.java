package dev.lowtide.console;

import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;

/**
 * Has a body be there before a thread is given to it: whoever sends slowly keeps nobody else
 * waiting, and whoever sends without end is cut off.
 */
final class PatientServer {

  /** Each chunk may keep a buffer of 8 KiB: 64 of them at most, whoever sends byte by byte. */
  private static final int CHUNK_BYTES = 8 * 1024;

  private static final long BODY_BYTES_MAX = 64 * CHUNK_BYTES;

  /**
   * A thousand open pages and as many who load others. Each takes a descriptor, of which the relay
   * must have some left.
   */
  private static final int CONNECTIONS_MAX = 2_000;

  private PatientServer() {}

  static void harden(Server server) {
    server.setHandler(
        new EagerContentHandler(
            new RetainedContentLoaderFactory(BODY_BYTES_MAX, CHUNK_BYTES, true)));
    server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, server));
  }
}
