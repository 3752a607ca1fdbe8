package dev.lowtide.it.harness;

import dev.lowtide.app.App;
import dev.lowtide.app.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Lowtide in this process, before a test server, on free ports, with a store of its own. */
public final class RunningLowtide implements AutoCloseable {

  /** The account with the least rights that do. */
  public static final String TARGET_USER = "lowtide";

  public static final String TARGET_PASSWORD = "secret";

  private static final String PROXY = "proxy: {";

  private final App app;
  private final Path folder;

  private RunningLowtide(App app, Path folder) {
    this.app = app;
    this.folder = folder;
  }

  /** Starts one; the settings are further lines of its configuration. */
  public static RunningLowtide start(TestServer server, String... settings)
      throws IOException, SQLException, ConfigException, InterruptedException {
    return start(server, Clock.systemUTC(), settings);
  }

  /** The same, with a clock of the console's own. */
  public static RunningLowtide start(TestServer server, Clock consoleClock, String... settings)
      throws IOException, SQLException, ConfigException, InterruptedException {
    createTargetUser(server);
    Path folder = TemporaryFolders.create("lowtide-");
    Path config = writeConfig(folder, server, settings);
    App app = App.start(config, consoleClock);
    AtExit.add(app::close);
    return new RunningLowtide(app, folder);
  }

  public App app() {
    return app;
  }

  /** Where its state and its store are. */
  public Path folder() {
    return folder;
  }

  /** A session through the proxy. */
  public Connection connect(String user, String password, String options) throws SQLException {
    return TestServer.connect("127.0.0.1", app.proxyAddress().getPort(), user, password, options);
  }

  @Override
  public void close() {
    app.close();
  }

  /** Makes our account at the server, if it is not there yet. */
  public static void createTargetUser(TestServer server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE USER IF NOT EXISTS " + TARGET_USER + " IDENTIFIED BY '" + TARGET_PASSWORD + "'");
      statement.execute(
          "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, LOCK TABLES, PROCESS,"
              + " SHOW VIEW, TRIGGER, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO "
              + TARGET_USER);
    }
  }

  /**
   * Writes a configuration with free ports into the folder, and with a store there if none is
   * named.
   */
  public static Path writeConfig(Path folder, TestServer server, String... settings)
      throws IOException {
    String config =
        """
        proxy:   { listen: "127.0.0.1:0", backend: "%s"%s }
        target:  { user: %s, password: %s }
        console: { listen: "127.0.0.1:0" }
        state:   { directory: "%s" }
        """
            .formatted(
                server.address(), proxySettings(settings), TARGET_USER, TARGET_PASSWORD, folder);
    String more =
        Stream.of(settings)
            .filter(line -> !line.startsWith(PROXY))
            .collect(Collectors.joining("\n"));
    boolean hasStore = Stream.of(settings).anyMatch(line -> line.startsWith("store:"));
    String store = "store: { url: \"jdbc:h2:file:" + folder.resolve("store") + "\" }\n";
    return Files.writeString(
        folder.resolve("lowtide.yaml"), config + (hasStore ? "" : store) + more + "\n");
  }

  /** What a line {@code proxy: { … }} has besides where it listens and where that leads. */
  private static String proxySettings(String... settings) {
    return Stream.of(settings)
        .filter(line -> line.startsWith(PROXY))
        .map(line -> ", " + line.substring(PROXY.length(), line.lastIndexOf('}')).strip())
        .collect(Collectors.joining());
  }
}
