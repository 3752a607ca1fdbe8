package dev.lowtide.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacedReleaseTest {

  /** Clocks start anywhere; this one is about to overflow. */
  private static final long BEGAN = Long.parseLong("9223372036854775797");

  private final PacedRelease release = new PacedRelease(100, 16, 1000, BEGAN);

  @Test
  void halfOfWhatTheServerHadToDoGoesAtOnce() {
    assertThat(release.dueAt(BEGAN, 100, 0)).isEqualTo(8);
  }

  @Test
  void twoGoAtOnceHoweverLittleItHadToDo() {
    assertThat(new PacedRelease(100, 0, 1000, BEGAN).dueAt(BEGAN, 100, 0)).isEqualTo(2);
  }

  @Test
  void eachReplyLetsOneGo() {
    assertThat(release.dueAt(BEGAN, 92, 8)).isZero();
    assertThat(release.dueAt(BEGAN, 92, 7)).isEqualTo(1);
  }

  @Test
  void whatTimeHasLetGoIsNotMadeMoreByReplies() {
    assertThat(release.dueAt(BEGAN + 500, 50, 49)).isZero();
    assertThat(release.dueAt(BEGAN + 500, 50, 8)).isZero();
  }

  @Test
  void timeLetsThemGoWithoutAnyReply() {
    assertThat(release.dueAt(BEGAN + 500, 92, 8)).isEqualTo(42);
    assertThat(release.dueAt(BEGAN + 1000, 92, 8)).isEqualTo(92);
    assertThat(release.dueAt(BEGAN + 5000, 3, 90)).isEqualTo(3);
  }

  @Test
  void whereNoTimeIsLeftAllGoAtOnce() {
    assertThat(new PacedRelease(100, 0, -5, BEGAN).dueAt(BEGAN, 100, 0)).isEqualTo(100);
  }
}
