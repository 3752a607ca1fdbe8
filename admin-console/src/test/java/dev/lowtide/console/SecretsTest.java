package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

  @Test
  void aSecretHas256BitsAndFitsIntoAUrl() {
    String secret = Secrets.next();

    assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
    assertThat(secret).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void noTwoAreAlike() {
    assertThat(Stream.generate(Secrets::next).limit(1000)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "geheim, geheim, true",
    "'', '', true",
    "schlüssel, schlüssel, true",
    "geheim, Geheim, false",
    "geheim, geheim1, false",
    "geheim, '', false",
    "a?, aé, false"
  })
  void areEqualIfEveryByteIs(String a, String b, boolean areEqual) {
    assertThat(Secrets.areEqual(a, b)).isEqualTo(areEqual);
    assertThat(Secrets.areEqual(b, a)).isEqualTo(areEqual);
  }
}
