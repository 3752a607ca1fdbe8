package dev.lowtide.scheduler.preflight;

import static dev.lowtide.scheduler.preflight.Verdicts.COPY;
import static dev.lowtide.scheduler.preflight.Verdicts.assertPassed;
import static dev.lowtide.scheduler.preflight.Verdicts.assertRefused;
import static dev.lowtide.scheduler.preflight.Verdicts.assertRefusedForNow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.plan.Shapes;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.Plans;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsChecksTest {

  private static final Map<String, PreflightCheck> BY_VARIABLE =
      Map.ofEntries(
          Map.entry("log_bin=OFF", new BinlogEnabledCheck()),
          Map.entry("binlog_format=MIXED", new BinlogFormatCheck()),
          Map.entry("binlog_row_image=NOBLOB", new BinlogRowImageCheck()),
          Map.entry("binlog_row_value_options=PARTIAL_JSON", new BinlogRowValueOptionsCheck()),
          Map.entry("binlog_order_commits=OFF", new BinlogOrderCommitsCheck()),
          Map.entry("binlog_expire_logs_seconds=3600", new BinlogRetentionCheck()),
          Map.entry("max_binlog_cache_size=1048576", new BinlogCacheCheck()),
          Map.entry("max_allowed_packet=1048576", new PacketCheck()),
          Map.entry("innodb_file_per_table=OFF", new FilePerTableCheck()),
          Map.entry("completion_type=CHAIN", new CompletionTypeCheck()),
          Map.entry("sql_select_limit=100", new SelectLimitCheck()),
          Map.entry("max_execution_time=500", new ExecutionTimeCheck()),
          Map.entry("max_user_connections=4", new ConnectionsCheck()),
          Map.entry("lower_case_table_names=2", new NamesCheck()));

  static Stream<String> values() {
    return BY_VARIABLE.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("values")
  void refusesAValueThatWouldBendTheCopyAndNamesIt(String setting) {
    String variable = setting.substring(0, setting.indexOf('='));
    String value = setting.substring(setting.indexOf('=') + 1);
    PreflightCheck check = Objects.requireNonNull(BY_VARIABLE.get(setting));

    CheckResult result = check.check(COPY, Facts.with(variable, value));

    assertThat(result).matches(CheckResult::isLasting);
    assertThat(result.text()).contains("expected: ");
    assertPassed(check, Facts.GOOD);
  }

  @Test
  void aVariableThatTheServerDoesNotHaveIsNotPassedOver() {
    assertRefused(
        new BinlogOrderCommitsCheck(),
        new Facts().without("binlog_order_commits").build(),
        "binlog_order_commits is not known to the server (expected: ON;");
  }

  @Test
  void aLogThatIsNotSyncedIsAllowedAndSaysWhatFollows() {
    CheckResult result = new BinlogSyncCheck().check(COPY, Facts.with("sync_binlog", "1000"));

    assertThat(result).matches(CheckResult::isPassed);
    assertThat(result.text())
        .startsWith("sync_binlog is 1000 (better: 1): if the server starts anew");
    assertPassed(new BinlogSyncCheck(), Facts.GOOD);
  }

  @ParameterizedTest
  @CsvSource({"sql_require_primary_key", "sql_generate_invisible_primary_key"})
  void aTableWithoutAPrimaryKeyCannotBeMadeAgainEverywhere(String variable) {
    Facts facts = new Facts().variable(variable, "ON");
    PreflightCheck check =
        variable.contains("require") ? new RequiredKeyCheck() : new AddedKeyCheck();
    assertPassed(check, facts.build());

    facts.table = Shapes.shape(Shapes.PLAIN.columns(), Shapes.PLAIN.indexes(), "by_code");

    assertRefused(check, facts.build(), variable + " is ON");
    assertPassed(check, facts.without(variable).build());
  }

  @ParameterizedTest
  @CsvSource({"7000, 0, false", "8000, 0, true", "0, 1, true", "0, 0, true"})
  void theLogIsKeptForTwiceAsLongAsACopyMayTake(long seconds, long days, boolean isEnough) {
    ServerFacts facts =
        new Facts()
            .variable("binlog_expire_logs_seconds", Long.toString(seconds))
            .variable("expire_logs_days", Long.toString(days))
            .build();

    CheckResult result = new BinlogRetentionCheck().check(COPY, facts);

    assertThat(result.isPassed()).isEqualTo(isEnough);
  }

  @Test
  void aLogThatIsNotPurgedByItselfIsKept() {
    Facts facts = new Facts().variable("binlog_expire_logs_seconds", "60");
    assertRefused(new BinlogRetentionCheck(), facts.build(), "is kept for 0.0 h");

    facts.variable("binlog_expire_logs_auto_purge", "OFF");

    assertPassed(new BinlogRetentionCheck(), facts.build());
  }

  @Test
  void schemasThatAreFilteredOutAreNamed() {
    Facts facts = new Facts();
    facts.filters = new BinlogFilters(List.of("shop"), List.of());
    assertRefused(new BinlogFiltersCheck(), facts.build(), "kept out of the binary log: lowtide ");

    facts.filters = new BinlogFilters(List.of(), List.of("shop"));
    assertRefused(new BinlogFiltersCheck(), facts.build(), "kept out of the binary log: shop ");

    facts.filters = new BinlogFilters(List.of("shop", "lowtide"), List.of("shop"));
    assertPassed(new BinlogFiltersCheck(), facts.build());
  }

  @Test
  void waitsForRoomForItsSessions() {
    Facts facts = new Facts();
    facts.load = new LoadFacts(140, OptionalLong.empty(), OptionalDouble.empty(), true);

    assertRefusedForNow(new ConnectionsCheck(), facts.build(), "11 of 151 connections are free");
  }

  @Test
  void waitsForAServerThatIsFarBehind() {
    Facts facts = new Facts();
    facts.load = new LoadFacts(1, OptionalLong.of(1_000_001), OptionalDouble.of(81), true);

    assertRefusedForNow(new HistoryCheck(), facts.build(), "1000001 undo logs");
    assertRefusedForNow(new CheckpointCheck(), facts.build(), "81 % of the redo log");
  }

  @Test
  void aSecondCopyAndAReserveMayFillTheDisk() {
    DiskCheck check = new DiskCheck(PreflightPolicy.DEFAULT);
    ServerFacts justEnough = new Facts().freeDisk(ByteSize.ofMebibytes(30 + 1024)).build();
    ServerFacts tooLittle = new Facts().freeDisk(ByteSize.ofMebibytes(29 + 1024)).build();

    assertPassed(check, justEnough);
    assertRefusedForNow(check, tooLittle, "room for a second copy");
  }

  @Test
  void aRebuildNeedsAsMuchAsTheOldFile() {
    DiskCheck check = new DiskCheck(PreflightPolicy.DEFAULT);
    ServerFacts facts = new Facts().freeDisk(ByteSize.ofMebibytes(100 + 256)).build();

    assertThat(check.check(Plans.plan(), facts))
        .isEqualTo(CheckResult.passed("disk", "356 MiB are free, 356 MiB may be needed"));
  }

  @Test
  void indexesAreSortedOnADiskOfTheirOwn() {
    Facts facts = new Facts();
    facts.disk = new DiskFacts(OptionalLong.empty(), OptionalLong.of(900), ByteSize.ofMebibytes(1));

    assertRefusedForNow(new SortingDiskCheck(), facts.build(), "900 B are free", "innodb_tmpdir");
  }
}
