package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Tablespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A target with the tables it is given. */
public final class FakeCatalog implements TablespaceCatalog {

  private final Map<TableName, TableDescription> tables = new LinkedHashMap<>();
  private final List<Tablespace> gone = new ArrayList<>();
  private @Nullable RuntimeException fault;
  private ServerVersion version = ServerVersion.parse("8.4.3", "MySQL Community Server - GPL");

  /** From now on it cannot be asked. */
  public void failWith(RuntimeException fault) {
    this.fault = fault;
  }

  public void add(TableDescription table) {
    tables.put(table.facts().tablespace().table(), table);
  }

  /** A file that is listed, but whose table is dropped before it is looked at. */
  public void addGone(Tablespace tablespace) {
    gone.add(tablespace);
  }

  public void remove(TableName table) {
    tables.remove(table);
  }

  public void runs(String version, String comment) {
    this.version = ServerVersion.parse(version, comment);
  }

  @Override
  public ServerVersion version() {
    return version;
  }

  @Override
  public List<Tablespace> tablespaces(ByteSize fileSizeMin) {
    List<Tablespace> all = new ArrayList<>(gone);
    tables.values().forEach(table -> all.add(table.facts().tablespace()));
    return all.stream()
        .filter(tablespace -> tablespace.fileSize().compareTo(fileSizeMin) >= 0)
        .sorted(Comparator.comparing(Tablespace::fileSize).reversed())
        .toList();
  }

  @Override
  public Optional<TableDescription> describe(TableName table) {
    if (fault != null) {
      throw fault;
    }
    return Optional.ofNullable(tables.get(table));
  }
}
