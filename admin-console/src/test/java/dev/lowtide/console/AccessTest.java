package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.operator.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

  @ParameterizedTest
  @CsvSource({
    "ANYBODY, VIEWER, true",
    "VIEWER, VIEWER, true",
    "VIEWER, OPERATOR, true",
    "VIEWER, ADMINISTRATOR, true",
    "OPERATOR, VIEWER, false",
    "OPERATOR, OPERATOR, true",
    "OPERATOR, ADMINISTRATOR, true",
    "ADMINISTRATOR, VIEWER, false",
    "ADMINISTRATOR, OPERATOR, false",
    "ADMINISTRATOR, ADMINISTRATOR, true"
  })
  void aRoleOpensWhatAsksForItOrForLess(Access access, Role role, boolean isOpen) {
    assertThat(access.isOpenTo(role)).isEqualTo(isOpen);
  }

  @ParameterizedTest
  @CsvSource({"VIEWER, false, false", "OPERATOR, true, false", "ADMINISTRATOR, true, true"})
  void pagesOfferWhatTheRoleOpens(Role role, boolean mayDecide, boolean mayManagePeople) {
    Caller caller = new Caller("ann", role, "csrf");
    Page page = new Page("Now", "now", "/", caller, 0, "1.0");

    assertThat(page.mayDecide()).isEqualTo(mayDecide);
    assertThat(page.mayManagePeople()).isEqualTo(mayManagePeople);
  }
}
