package dev.lowtide.it.harness;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container, of any version there is an image of. */
final class ContainerServer implements TestServer {

  private static final String PASSWORD = "container-password";

  private final MySQLContainer container;

  private ContainerServer(MySQLContainer container) {
    this.container = container;
  }

  static ContainerServer start(String image) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(
          TestServers.IMAGE + "=" + image + " needs a Docker engine, and none answers here");
    }
    MySQLContainer container =
        new MySQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("mysql"))
            .withUsername("root")
            .withPassword(PASSWORD)
            .withCommand("--local-infile=ON", "--secure-file-priv=");
    container.start();
    return new ContainerServer(container);
  }

  @Override
  public String host() {
    return container.getHost();
  }

  @Override
  public int port() {
    return container.getMappedPort(MySQLContainer.MYSQL_PORT);
  }

  @Override
  public String user() {
    return "root";
  }

  @Override
  public String password() {
    return PASSWORD;
  }

  @Override
  public void close() {
    container.stop();
  }
}
