package dev.lowtide.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import java.io.IOException;

/** The same conversation straight with the server and through the proxy. */
final class BothWays implements AutoCloseable {

  private final TestServer server;
  private final RunningProxy proxy;

  private BothWays(TestServer server, RunningProxy proxy) {
    this.server = server;
    this.proxy = proxy;
  }

  static BothWays to(TestServer server) throws IOException {
    return new BothWays(server, RunningProxy.before(server.port()));
  }

  interface Conversation {
    void hold(int port, Transcript transcript) throws Exception;
  }

  /**
   * Holds it directly, then through the proxy, which must have followed every session to its end.
   */
  void compare(Conversation conversation) throws Exception {
    Transcript direct = new Transcript();
    conversation.hold(server.port(), direct);
    assertThat(direct.lines()).as("what was said directly").isNotEmpty();
    long opened = proxy.count("proxy.sessions.opened");

    Transcript proxied = new Transcript();
    conversation.hold(proxy.port(), proxied);

    assertThat(proxied.lines()).isEqualTo(direct.lines());
    assertThat(proxy.count("proxy.sessions.opened")).as("sessions").isGreaterThan(opened);
    assertThat(proxy.count("proxy.sessions.opaque")).as("sessions lost track of").isZero();
  }

  RunningProxy proxy() {
    return proxy;
  }

  @Override
  public void close() {
    proxy.close();
  }
}
