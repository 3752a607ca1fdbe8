package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyRegistry;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.copy.ServerLog;
import dev.lowtide.scheduler.copy.ShadowTables;
import dev.lowtide.scheduler.copy.Watchers;
import dev.lowtide.scheduler.shrink.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A target on which a copy of one table can be made, as far as a registry and a dictionary go. */
final class FakeCopyTarget implements CopyRegistry, ShadowTables, ServerLog, Watchers {

  final CopyTable table;
  @Nullable CopyRecord record;
  boolean isTableThere = true;
  boolean isShadowThere;
  String fingerprint = "as it was";
  @Nullable CopyStoppedException distrust;

  private final Chronicle chronicle;

  FakeCopyTarget(CopyTable table, Chronicle chronicle) {
    this.table = table;
    this.chronicle = chronicle;
  }

  /** As an earlier attempt has left it, with all rows copied. */
  void isCopied() {
    isShadowThere = true;
    record =
        new CopyRecord(
            7,
            FakeCopyTools.OWNER,
            serverUuid(),
            table,
            fingerprint,
            CopyPhase.FOLLOWING,
            end(),
            RowKey.of("3"),
            3,
            Instant.EPOCH,
            Instant.EPOCH);
  }

  @Override
  public CopyRecord register(
      String owner, Subject original, String print, String serverUuid, BinlogPosition start) {
    CopyRecord made =
        new CopyRecord(
            7,
            owner,
            serverUuid,
            table,
            print,
            CopyPhase.CREATING,
            start,
            null,
            0,
            Instant.EPOCH,
            Instant.EPOCH);
    record = made;
    return made;
  }

  @Override
  public Optional<CopyRecord> find(String owner) {
    return Optional.ofNullable(record);
  }

  @Override
  public List<CopyRecord> all() {
    return find("").stream().toList();
  }

  @Override
  public void phase(long id, CopyPhase phase) {
    CopyRecord now = Objects.requireNonNull(record);
    record =
        new CopyRecord(
            id,
            now.owner(),
            now.serverUuid(),
            table,
            now.fingerprint(),
            phase,
            now.applied(),
            now.copiedTo(),
            now.rowsCopied(),
            now.createdAt(),
            now.changedAt());
  }

  @Override
  public void applied(long id, BinlogPosition position) {}

  @Override
  public void forget(long id) {
    chronicle.add("forget");
    record = null;
  }

  @Override
  public Optional<CopyTable> describe(TableName original, long copyId) {
    return isTableThere ? Optional.of(table) : Optional.empty();
  }

  @Override
  public String fingerprint(TableName original) {
    return fingerprint;
  }

  @Override
  public void create(CopyTable made) {
    isShadowThere = true;
  }

  @Override
  public void addSecondaryKeys(CopyTable made, boolean isAlone) {
    chronicle.add("add keys");
  }

  @Override
  public void analyze(CopyTable made) {
    chronicle.add("analyze");
  }

  @Override
  public List<String> differences(CopyTable made) {
    return List.of();
  }

  @Override
  public long bytes(TableName name) {
    return 0;
  }

  @Override
  public boolean exists(TableName name) {
    return isShadowThere;
  }

  @Override
  public void drop(TableName name) {
    chronicle.add("drop");
    isShadowThere = false;
  }

  @Override
  public String serverUuid() {
    return "this server";
  }

  @Override
  public BinlogPosition end() {
    return FakeFeed.UP_TO;
  }

  @Override
  public void check(BinlogPosition needed) throws CopyStoppedException {
    checkTrust();
  }

  @Override
  public void checkTrust() throws CopyStoppedException {
    if (distrust != null) {
      throw distrust;
    }
  }

  @Override
  public Optional<String> standstill() {
    return Optional.empty();
  }
}
