package dev.lowtide.it.harness;

import java.io.IOException;

/** Chooses the server: the one named by a variable, or the bundled one. */
public final class TestServers {

  /** {@code host:port:user:password} of a running server that tests may do anything to. */
  public static final String VARIABLE = "LOWTIDE_TEST_MYSQL";

  private TestServers() {}

  public static TestServer start() throws IOException, InterruptedException {
    String named = System.getenv(VARIABLE);
    return named == null || named.isBlank()
        ? BundledMySql.start()
        : RunningServer.parse(named.trim());
  }
}
