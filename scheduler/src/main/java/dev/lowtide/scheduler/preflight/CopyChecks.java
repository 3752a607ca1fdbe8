package dev.lowtide.scheduler.preflight;

import java.util.List;
import java.util.stream.Stream;

/** Those that only a copy behind live traffic needs: it follows the log, and makes a table anew. */
final class CopyChecks {

  private CopyChecks() {}

  static List<PreflightCheck> of(PreflightPolicy policy) {
    return Stream.of(ofBoth(policy), Stream.<PreflightCheck>of(new PartitionsCheck()))
        .flatMap(checks -> checks)
        .toList();
  }

  /** The others stay where they are, however many; but all must be of one making. */
  static List<PreflightCheck> ofPartition(PreflightPolicy policy) {
    return Stream.of(
            ofBoth(policy),
            Stream.<PreflightCheck>of(
                new InstantPartitionCheck(),
                new OtherPartitionsCheck(),
                new PartitionReplicasCheck()))
        .flatMap(checks -> checks)
        .toList();
  }

  private static Stream<PreflightCheck> ofBoth(PreflightPolicy policy) {
    return Stream.of(ofLog(policy), ofSettings(), ofKey(), ofTable(), ofSessions())
        .flatMap(List::stream);
  }

  private static List<PreflightCheck> ofLog(PreflightPolicy policy) {
    return List.of(
        new BinlogEnabledCheck(),
        new BinlogFormatCheck(),
        new BinlogRowImageCheck(),
        new BinlogRowValueOptionsCheck(),
        new BinlogOrderCommitsCheck(),
        new BinlogSyncCheck(),
        new BinlogFiltersCheck(),
        new BinlogRetentionCheck(),
        new BinlogCacheCheck(),
        new UnloggedSessionsCheck(),
        new ReplicaLogsCheck(),
        new WatchedReplicasCheck(policy));
  }

  private static List<PreflightCheck> ofSettings() {
    return List.of(
        new FilePerTableCheck(),
        new CompletionTypeCheck(),
        new SelectLimitCheck(),
        new ExecutionTimeCheck(),
        new PacketCheck(),
        new ConnectionsCheck(),
        new HistoryCheck(),
        new CheckpointCheck(),
        new SortingDiskCheck());
  }

  private static List<PreflightCheck> ofKey() {
    return List.of(
        new KeyCheck(),
        new HiddenKeyCheck(),
        new WholeKeyCheck(),
        new KeyTypesCheck(),
        new GeneratedKeyCheck(),
        new RequiredKeyCheck(),
        new AddedKeyCheck());
  }

  private static List<PreflightCheck> ofTable() {
    return List.of(
        new NamesCheck(),
        new ColumnTypesCheck(),
        new TimeZoneColumnsCheck(),
        new CharsetsCheck(),
        new TriggerDefinersCheck(),
        new TriggerRightsCheck(),
        new TriggerTrustCheck(),
        new ForeignKeysCheck(),
        new ReferringTablesCheck(),
        new FulltextCheck(),
        new RowFormatCheck(),
        new DirectoryCheck(),
        new EncryptionCheck(),
        new KeptConstraintsCheck());
  }

  private static List<PreflightCheck> ofSessions() {
    return List.of(
        new LeftoversCheck(),
        new OtherCopiesCheck(),
        new LongTransactionsCheck(),
        new EventsCheck());
  }
}
