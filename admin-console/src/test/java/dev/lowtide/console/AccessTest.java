package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

  @ParameterizedTest
  @CsvSource({
    "VIEWER, 'VIEWER'",
    "OPERATOR, 'VIEWER COMMENTER REQUESTER OPERATOR AUDIT_READER'",
    "APPROVER, 'VIEWER COMMENTER REQUESTER APPROVER AUDIT_READER'",
    "ADMINISTRATOR, 'VIEWER COMMENTER REQUESTER OPERATOR AUDIT_READER PEOPLE_READER ADMINISTRATOR"
        + " POLICY_MAKER'",
    "AUDITOR, 'VIEWER AUDIT_READER PEOPLE_READER'"
  })
  void aRoleOpensTheseAndNoOthers(Role role, String open) {
    Caller caller = new Caller(new Person("ann", role), "csrf");

    List<String> opened =
        Arrays.stream(Access.values())
            .filter(access -> access != Access.ANYBODY && access != Access.MONITORING)
            .filter(access -> access.isOpenTo(caller))
            .map(Access::name)
            .toList();

    assertThat(opened).containsExactly(open.split(" "));
  }

  @Test
  void whoAlsoApprovesMayBesides() {
    Caller caller = new Caller(new Person("ann", Role.ADMINISTRATOR, true), "csrf");

    assertThat(Access.APPROVER.isOpenTo(caller)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "VIEWER, false, false, false, false",
    "OPERATOR, true, false, true, false",
    "APPROVER, false, true, true, false",
    "ADMINISTRATOR, true, false, true, true",
    "AUDITOR, false, false, true, false"
  })
  void pagesOfferWhatTheRoleOpens(
      Role role,
      boolean mayDecide,
      boolean mayApprove,
      boolean mayReadAudit,
      boolean mayManagePeople) {
    Caller caller = new Caller(new Person("ann", role), "csrf");
    Page page = new Page("Now", "now", "/", caller, 0, false, "", "1.0");

    assertThat(page.mayDecide()).isEqualTo(mayDecide);
    assertThat(page.mayApprove()).isEqualTo(mayApprove);
    assertThat(page.mayReadAudit()).isEqualTo(mayReadAudit);
    assertThat(page.mayManagePeople()).isEqualTo(mayManagePeople);
  }
}
