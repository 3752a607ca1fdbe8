package dev.lowtide.it.harness;

import java.io.IOException;
import java.util.Map;

/** Chooses the server: one that runs already, one in a container, or the bundled one. */
public final class TestServers {

  /** {@code host:port:user:password} of a running server that tests may do anything to. */
  static final String RUNNING = "LOWTIDE_TEST_MYSQL";

  /** An image of MySQL, say {@code mysql:8.4}, for which there must be a Docker engine. */
  static final String IMAGE = "LOWTIDE_TEST_IMAGE";

  private TestServers() {}

  public static TestServer start() throws IOException, InterruptedException {
    return start(System.getenv());
  }

  static TestServer start(Map<String, String> environment)
      throws IOException, InterruptedException {
    String running = environment.getOrDefault(RUNNING, "").trim();
    String image = environment.getOrDefault(IMAGE, "").trim();
    if (!running.isEmpty() && !image.isEmpty()) {
      throw new IllegalArgumentException(
          RUNNING + " and " + IMAGE + " are both set (expected: one of the two, or none)");
    }
    if (!running.isEmpty()) {
      return RunningServer.parse(running);
    }
    return image.isEmpty() ? BundledMySql.start() : ContainerServer.start(image);
  }
}
