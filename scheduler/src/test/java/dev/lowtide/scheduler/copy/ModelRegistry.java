package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registry in memory: what is in it has been committed. */
final class ModelRegistry implements CopyRegistry {

  static final TableName ORDERS = new TableName("shop", "orders");
  static final CopyTable TABLE =
      new CopyTable(
          ORDERS,
          new TableName(CopyTable.SHADOWS, "orders"),
          new TableName(CopyTable.OLD, "1_orders"),
          "PRIMARY",
          List.of(new KeyColumn("id", 0, "int", false, "", 0)),
          List.of("id", "u", "v"),
          3);

  final List<CopyRecord> records = new ArrayList<>();
  private long ids;

  @Override
  public CopyRecord register(
      String owner, Subject original, String fingerprint, String serverUuid, BinlogPosition start) {
    CopyRecord record =
        new CopyRecord(
            ++ids,
            owner,
            serverUuid,
            TABLE,
            fingerprint,
            CopyPhase.CREATING,
            start,
            null,
            0,
            Instant.EPOCH,
            Instant.EPOCH);
    records.add(record);
    return record;
  }

  @Override
  public Optional<CopyRecord> find(String owner) {
    return records.stream().filter(record -> record.owner().equals(owner)).findFirst();
  }

  @Override
  public List<CopyRecord> all() {
    return List.copyOf(records);
  }

  @Override
  public void phase(long id, CopyPhase phase) {
    CopyRecord now = record(id);
    put(id, phase, now.applied(), now.copiedTo(), now.rowsCopied());
  }

  @Override
  public void applied(long id, BinlogPosition position) {
    CopyRecord now = record(id);
    put(id, now.phase(), position, now.copiedTo(), now.rowsCopied());
  }

  void copied(long id, RowKey upTo, long rows) {
    CopyRecord now = record(id);
    put(id, now.phase(), now.applied(), upTo, now.rowsCopied() + rows);
  }

  @Override
  public void forget(long id) {
    records.removeIf(record -> record.id() == id);
  }

  CopyRecord record(long id) {
    return records.stream().filter(record -> record.id() == id).findFirst().orElseThrow();
  }

  private void put(
      long id, CopyPhase phase, BinlogPosition applied, @Nullable RowKey copiedTo, long rows) {
    CopyRecord now = record(id);
    records.set(
        records.indexOf(now),
        new CopyRecord(
            id,
            now.owner(),
            now.serverUuid(),
            now.table(),
            now.fingerprint(),
            phase,
            applied,
            copiedTo,
            rows,
            now.createdAt(),
            now.changedAt()));
  }
}
