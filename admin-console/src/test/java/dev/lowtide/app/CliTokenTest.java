package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTokenTest {

  private static final CliToken TOKEN = new CliToken("http://127.0.0.1:8080", "geheim");

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() throws Exception {
    TOKEN.write(folder);

    assertThat(CliToken.read(folder)).contains(TOKEN);
  }

  @Test
  void onlyItsOwnerCanReadIt() throws Exception {
    TOKEN.write(folder);

    assertThat(permissions()).isEqualTo("rw-------");
  }

  @Test
  void whatOthersCouldReadIsReplaced() throws Exception {
    Files.writeString(file(), "old");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-rw-"));

    TOKEN.write(folder);

    assertThat(CliToken.read(folder)).contains(TOKEN);
    assertThat(permissions()).isEqualTo("rw-------");
  }

  @Test
  void nothingElseIsLeftBehind() throws Exception {
    TOKEN.write(folder);
    new CliToken("http://127.0.0.1:8081", "another").write(folder);

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void makesItsDirectory() throws Exception {
    Path deep = folder.resolve("a").resolve("b");

    TOKEN.write(deep);

    assertThat(CliToken.read(deep)).contains(TOKEN);
  }

  @Test
  void thereIsNoneWhereNoneWasWritten() throws Exception {
    assertThat(CliToken.read(folder)).isEmpty();
    assertThat(CliToken.read(folder.resolve("missing"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://127.0.0.1:8080\n", "url\ntoken\nmore\n"})
  void whatIsNoTokenIsNone(String text) throws Exception {
    Files.writeString(file(), text);

    assertThat(CliToken.read(folder)).isEmpty();
  }

  @Test
  void itsHomeIsTheOneThatIsNamed() {
    Path standard = Path.of(System.getProperty("user.home"), ".lowtide");

    assertThat(CliToken.home(Map.of("LOWTIDE_HOME", "/srv/lowtide")))
        .isEqualTo(Path.of("/srv/lowtide"));
    assertThat(CliToken.home(Map.of("LOWTIDE_HOME", " "))).isEqualTo(standard);
    assertThat(CliToken.home(Map.of())).isEqualTo(standard);
  }

  @Test
  void isNotShown() {
    assertThat(TOKEN).hasToString("CliToken[url=http://127.0.0.1:8080]");
  }

  private Path file() {
    return folder.resolve("cli-token");
  }

  private String permissions() throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file()));
  }
}
