package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.HandlerType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextPageTest {

  @ParameterizedTest
  @CsvSource({
    "/runs/7,, /sign-in?next=%2Fruns%2F7",
    "/plan, table=shop.orders, /sign-in?next=%2Fplan%3Ftable%3Dshop.orders",
    // Whoever comes back does so to sit before it.
    "/runs/7, auto=1, /sign-in?next=%2Fruns%2F7",
    "/, auto=1, /sign-in",
    "/,, /sign-in"
  })
  void theDoorRemembersWhatWasWanted(String path, @Nullable String query, String door) {
    FakeRequest request = new FakeRequest(HandlerType.GET, path, Access.VIEWER);
    if (query != null) {
      request.queryString(query);
    }

    assertThat(NextPage.signIn(request.context())).isEqualTo(door);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/runs/7", "/plan?table=shop.orders", "/plan?table=%60a%60.%60b%60"})
  void aPathOfOursIsGoneTo(String path) {
    assertThat(NextPage.checked(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "runs",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/runs\r\nSet-Cookie: lowtide=x",
        "https://evil.example/",
        "javascript:alert(1)",
        " /runs",
        "/rüns"
      })
  void whatMayBeElsewhereIsNot(@Nullable String path) {
    assertThat(NextPage.checked(path)).isEqualTo("/");
  }

  @Test
  void whatIsLongerThanAnyPathOfOursIsNotGoneTo() {
    assertThat(NextPage.checked("/" + "x".repeat(501))).isEqualTo("/");
  }
}
