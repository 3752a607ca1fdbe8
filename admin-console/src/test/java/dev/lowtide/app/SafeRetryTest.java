package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked again, and what is not. */
class SafeRetryTest {

  private static final ApiAnswer DONE = new ApiAnswer(201, "", false, "");
  private static final ApiAnswer AT_WORK = new ApiAnswer(409, "", true, "");

  private final Deque<Object> outcomes = new ArrayDeque<>();
  private boolean isKeyKnown = true;
  private int asked;

  @Test
  void whatIsAnsweredIsNotAskedAgain() throws Exception {
    assertThat(answer(AT_WORK, DONE)).isSameAs(AT_WORK);
    assertThat(asked).isOne();
  }

  @Test
  void whereTheConnectionBreaksItIsAskedAgain() throws Exception {
    assertThat(answer(new SocketException("reset"), DONE)).isSameAs(DONE);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void whatIsStillAtWorkIsWaitedFor() throws Exception {
    assertThat(answer(new EOFException(), AT_WORK, new ConnectException(), AT_WORK, DONE))
        .isSameAs(DONE);
    assertThat(asked).isEqualTo(5);
  }

  @Test
  void aServerThatWouldDoItTwiceIsNotAskedAgain() {
    isKeyKnown = false;

    assertThatThrownBy(() -> answer(new SocketException("reset"), DONE)).hasMessage("reset");
    assertThat(asked).isOne();
  }

  @ParameterizedTest
  @ValueSource(classes = {ConnectException.class, SocketTimeoutException.class})
  void whatNobodyHeardAndWhatTakesTooLongIsNotAskedAgain(Class<? extends IOException> failure)
      throws Exception {
    IOException e = failure.getDeclaredConstructor(String.class).newInstance("no");

    assertThatThrownBy(() -> answer(e, DONE)).isSameAs(e);
    assertThat(asked).isOne();
  }

  @Test
  void itIsNotAskedForEver() {
    List<Object> always = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      always.add(new SocketException("reset"));
    }

    assertThatThrownBy(() -> answer(always.toArray())).hasMessage("reset");
    assertThat(asked).isEqualTo(31);
  }

  private ApiAnswer answer(Object... answers) throws IOException {
    outcomes.addAll(List.of(answers));
    return new SafeRetry(Duration.ZERO, () -> isKeyKnown).answer(this::next);
  }

  private ApiAnswer next() throws IOException {
    asked++;
    Object outcome = outcomes.remove();
    if (outcome instanceof IOException e) {
      throw e;
    }
    return (ApiAnswer) outcome;
  }
}
