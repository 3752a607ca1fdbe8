package dev.lowtide.it.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Executors;

/** The walls between rooms. What a room may look into stands here and in its package-info. */
@AnalyzeClasses(
    packages = {
      "dev.lowtide.proxy",
      "dev.lowtide.scheduler",
      "dev.lowtide.console",
      "dev.lowtide.webhook",
      "dev.lowtide.app"
    },
    importOptions = {ImportOption.DoNotIncludeTests.class, WallsTest.NoJarsOfTests.class})
class WallsTest {

  /** The scheduler's tests are here as a jar, for what they ask of a store. */
  static final class NoJarsOfTests implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String PROXY = "dev.lowtide.proxy";
  private static final String SCHEDULER = "dev.lowtide.scheduler";

  @ArchTest static final ArchRule activityLooksIntoNothing = room(PROXY + ".activity");

  @ArchTest
  static final ArchRule holdLooksIntoActivity = room(PROXY + ".hold", PROXY + ".activity");

  @ArchTest static final ArchRule frameLooksIntoNothing = room(PROXY + ".frame");

  @ArchTest static final ArchRule protocolLooksIntoNothing = room(PROXY + ".protocol");

  @ArchTest
  static final ArchRule authLooksIntoProtocol = room(PROXY + ".auth", PROXY + ".protocol");

  @ArchTest static final ArchRule sqlLooksIntoActivity = room(PROXY + ".sql", PROXY + ".activity");

  @ArchTest
  static final ArchRule sessionKnowsMeaning =
      room(
          PROXY + ".session",
          PROXY + ".frame",
          PROXY + ".protocol",
          PROXY + ".sql",
          PROXY + ".activity",
          PROXY + ".hold");

  @ArchTest
  static final ArchRule relayIsPlumbing =
      room(
          PROXY + ".relay",
          PROXY + ".auth",
          PROXY + ".session",
          PROXY + ".frame",
          PROXY + ".protocol",
          PROXY + ".hold");

  @ArchTest
  static final ArchRule proxyHasNeverHeardOfTheScheduler =
      noClasses()
          .that()
          .resideInAPackage(PROXY + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SCHEDULER + "..", "dev.lowtide.console..", "dev.lowtide.app..");

  @ArchTest
  static final ArchRule shrinkHasOnlyNouns = room(SCHEDULER + ".shrink", PROXY + ".activity");

  @ArchTest
  static final ArchRule loadLooksIntoActivity = room(SCHEDULER + ".load", PROXY + ".activity");

  @ArchTest
  static final ArchRule quietLooksIntoLoad =
      room(SCHEDULER + ".quiet", SCHEDULER + ".load", PROXY + ".activity");

  @ArchTest static final ArchRule calendarLooksIntoNothing = room(SCHEDULER + ".calendar");

  @ArchTest
  static final ArchRule ledgerLooksIntoActivity = room(SCHEDULER + ".ledger", PROXY + ".activity");

  @ArchTest
  static final ArchRule planLooksIntoShrinkAndCopy =
      room(
          SCHEDULER + ".plan",
          SCHEDULER + ".shrink",
          SCHEDULER + ".copy",
          SCHEDULER + ".estimate",
          SCHEDULER + ".forecast",
          PROXY + ".activity");

  @ArchTest static final ArchRule innodbLooksIntoNothing = room(SCHEDULER + ".innodb");

  @ArchTest
  static final ArchRule forecastIsArithmetic =
      room(SCHEDULER + ".forecast", SCHEDULER + ".shrink", PROXY + ".activity");

  @ArchTest
  static final ArchRule estimateMeasuresAndDecidesNothing =
      room(
          SCHEDULER + ".estimate",
          SCHEDULER + ".innodb",
          SCHEDULER + ".shrink",
          PROXY + ".activity");

  @ArchTest
  static final ArchRule preflightLooksIntoPlanAndCopy =
      room(
          SCHEDULER + ".preflight",
          SCHEDULER + ".shrink",
          SCHEDULER + ".plan",
          SCHEDULER + ".copy",
          PROXY + ".activity");

  @ArchTest
  static final ArchRule approvalCannotSeeLoad =
      room(SCHEDULER + ".approval", SCHEDULER + ".shrink");

  @ArchTest
  static final ArchRule executeNeedsApprovalAndQuiet =
      room(
          SCHEDULER + ".execute",
          SCHEDULER + ".shrink",
          SCHEDULER + ".approval",
          SCHEDULER + ".quiet",
          SCHEDULER + ".preflight",
          SCHEDULER + ".copy",
          PROXY + ".activity");

  @ArchTest
  static final ArchRule copyLooksIntoShrink =
      room(SCHEDULER + ".copy", SCHEDULER + ".shrink", PROXY + ".activity");

  @ArchTest
  static final ArchRule binlogLooksIntoCopy =
      room(SCHEDULER + ".binlog", SCHEDULER + ".copy", SCHEDULER + ".shrink", PROXY + ".activity");

  @ArchTest
  static final ArchRule replicationIsSpokenInOneRoom =
      only("com.github.shyiko..").in(SCHEDULER + ".binlog");

  @ArchTest
  static final ArchRule verifyCannotSeeExecute =
      room(SCHEDULER + ".verify", SCHEDULER + ".shrink", SCHEDULER + ".copy", PROXY + ".activity");

  @ArchTest
  static final ArchRule reportLooksIntoShrink = room(SCHEDULER + ".report", SCHEDULER + ".shrink");

  @ArchTest
  static final ArchRule journalKeepsNouns =
      room(
          SCHEDULER + ".journal",
          SCHEDULER + ".shrink",
          SCHEDULER + ".calendar",
          SCHEDULER + ".operator",
          PROXY + ".activity");

  @ArchTest
  static final ArchRule spacePlansChecksAndWorks =
      room(
          SCHEDULER + ".space",
          SCHEDULER + ".shrink",
          SCHEDULER + ".plan",
          SCHEDULER + ".preflight",
          SCHEDULER + ".execute",
          SCHEDULER + ".approval",
          SCHEDULER + ".quiet",
          SCHEDULER + ".copy",
          PROXY + ".activity");

  @ArchTest
  static final ArchRule mysqlImplementsPorts =
      room(
          SCHEDULER + ".mysql",
          SCHEDULER + ".shrink",
          SCHEDULER + ".load",
          SCHEDULER + ".ledger",
          SCHEDULER + ".plan",
          SCHEDULER + ".preflight",
          SCHEDULER + ".estimate",
          SCHEDULER + ".copy",
          SCHEDULER + ".execute",
          SCHEDULER + ".verify",
          SCHEDULER + ".ending",
          SCHEDULER + ".space",
          PROXY + ".activity");

  @ArchTest static final ArchRule endingLooksIntoNothing = room(SCHEDULER + ".ending");

  @ArchTest
  static final ArchRule operatorIsTheWindowOut =
      room(
          SCHEDULER + ".operator",
          SCHEDULER + ".shrink",
          SCHEDULER + ".calendar",
          PROXY + ".activity");

  @ArchTest
  static final ArchRule schedulerSeesOfTheProxyTwoWindows =
      noClasses()
          .that()
          .resideInAPackage(SCHEDULER + "..")
          .should()
          .dependOnClassesThat(in(PROXY + "..").and(notIn(PROXY + ".activity", PROXY + ".hold")));

  @ArchTest
  static final ArchRule onlyTheRootHolds =
      noClasses()
          .that()
          .resideInAPackage(SCHEDULER + ".(**)")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PROXY + ".hold");

  @ArchTest
  static final ArchRule consoleAsksTheOperator =
      room(
          "dev.lowtide.console",
          SCHEDULER + ".operator",
          SCHEDULER + ".shrink",
          SCHEDULER + ".calendar",
          PROXY + ".activity");

  @ArchTest
  static final ArchRule webhookAsksTheOperator =
      room("dev.lowtide.webhook", SCHEDULER + ".operator");

  @ArchTest
  static final ArchRule roomsHaveNoCircles =
      slices().matching("dev.lowtide.(*).(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule nettyStaysInTheProxy = only("io.netty..").in(PROXY + "..");

  @ArchTest
  static final ArchRule channelsStayInTheRelay =
      noClasses()
          .that()
          .resideInAnyPackage(
              PROXY + ".auth",
              PROXY + ".session",
              PROXY + ".protocol",
              PROXY + ".activity",
              PROXY + ".sql",
              PROXY + ".hold",
              PROXY + ".frame")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty.channel..");

  @ArchTest
  static final ArchRule sqlIsSentFromTwoRooms =
      only("java.sql..").in(SCHEDULER + ".mysql", SCHEDULER + ".journal");

  @ArchTest
  static final ArchRule httpIsServedByTheConsole =
      only("io.javalin..").in("dev.lowtide.console", "gg.jte..");

  @ArchTest
  static final ArchRule threadsAreMadeInRoots =
      noClasses()
          .that(notIn(PROXY, SCHEDULER, "dev.lowtide.app"))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Executors.class)
          .orShould()
          .callConstructorWhere(
              DescribedPredicate.describe(
                  "makes a thread", call -> call.getTargetOwner().isAssignableTo(Thread.class)));

  @ArchTest
  static final ArchRule timeComesInByTheDoor =
      noClasses()
          .that(notIn(PROXY, SCHEDULER, "dev.lowtide.app"))
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC");

  /** A room may look into the JDK, libraries, itself, and the rooms named. */
  private static ArchRule room(String room, String... others) {
    String[] allowed = Arrays.copyOf(others, others.length + 1);
    allowed[others.length] = room;
    return classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat(DescribedPredicate.not(in("dev.lowtide..")).or(in(allowed)))
        .as(room + " looks into nothing of ours but " + Arrays.toString(others));
  }

  private record Only(String packages) {
    ArchRule in(String... rooms) {
      return noClasses()
          .that(notIn(rooms))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(packages);
    }
  }

  private static Only only(String packages) {
    return new Only(packages);
  }

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return JavaClass.Predicates.resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaClass> notIn(String... packages) {
    return DescribedPredicate.not(in(packages));
  }
}
