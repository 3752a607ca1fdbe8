package dev.lowtide.scheduler.copy;

import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes to the shadow of a {@link ModelServer}; others write whenever a statement ends. */
final class ModelSession implements CopySession {

  private final ModelServer server;
  private final ModelWorld world;
  private final ModelRegistry registry;
  private final long copyId;

  ModelSession(ModelServer server, ModelWorld world, ModelRegistry registry, long copyId) {
    this.server = server;
    this.world = world;
    this.registry = registry;
    this.copyId = copyId;
  }

  @Override
  public long threadId() {
    return 1;
  }

  @Override
  public boolean areOthersAtWork() {
    world.onCall();
    return world.isAlwaysBusy || (!world.isNobodyElseThere && server.areOthersAtWork());
  }

  @Override
  public Set<String> preparedXa() {
    world.onCall();
    return server.preparedXids().stream().map(String::valueOf).collect(Collectors.toSet());
  }

  @Override
  public Chunk copy(@Nullable RowKey after, int rowsMax, long bytesMax) {
    world.onCall();
    int from = after == null ? Integer.MIN_VALUE : ModelWorld.number(after) + 1;
    List<Integer> candidates =
        server.visible.tailMap(from, true).keySet().stream()
            .limit(Math.min(rowsMax, 1 + server.random.nextInt(4)))
            .toList();
    if (candidates.isEmpty()) {
      return new Chunk(null, 0, 0, true);
    }
    int upTo = candidates.get(candidates.size() - 1);
    world.onCall();
    NavigableMap<Integer, ModelServer.Row> rows =
        new TreeMap<>(server.visible.subMap(from, true, upTo, true));
    server.others();
    world.commit(
        0,
        () -> {
          ModelServer.replace(server.shadow, rows);
          registry.copied(copyId, ModelWorld.key(upTo), rows.size());
          world.onCopied(rows.keySet());
        });
    return new Chunk(ModelWorld.key(upTo), rows.size(), rows.size(), false);
  }

  @Override
  public void apply(Collection<RowKey> keys, BinlogPosition upTo) {
    world.onCall();
    NavigableMap<Integer, ModelServer.Row> after = new TreeMap<>(server.shadow);
    for (List<Integer> batch : batches(keys)) {
      server.others();
      batch.forEach(after::remove);
      NavigableMap<Integer, ModelServer.Row> rows = new TreeMap<>(server.visible);
      rows.keySet().retainAll(batch);
      server.others();
      ModelServer.replace(after, rows);
    }
    world.commit(
        0,
        () -> {
          server.shadow.clear();
          server.shadow.putAll(after);
          registry.applied(copyId, upTo);
        });
  }

  private static List<List<Integer>> batches(Collection<RowKey> keys) {
    List<Integer> numbers = keys.stream().map(ModelWorld::number).toList();
    int middle = numbers.size() / 2;
    return List.of(numbers.subList(0, middle), numbers.subList(middle, numbers.size()));
  }

  @Override
  public long mark() {
    world.onCall();
    long mark = world.nextMark();
    world.commit(mark, () -> {});
    return mark;
  }

  @Override
  public void close() {
    server.others();
  }
}
