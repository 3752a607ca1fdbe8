package dev.lowtide.scheduler.copy;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the log of a {@link ModelServer}, what is not visible yet included. */
final class ModelFeed implements ChangeFeed {

  private final ModelServer server;
  private final ModelWorld world;

  /** Where XA transactions began that are not decided, by their xid. */
  private final Map<Integer, Integer> undecided = new HashMap<>();

  private int read;

  ModelFeed(ModelServer server, ModelWorld world, BinlogPosition from) {
    this.server = server;
    this.world = world;
    this.read = (int) from.offset();
  }

  @Override
  public Optional<Changes> take(int keysMax, Duration wait) {
    world.onReading();
    if (read == server.log.size()) {
      world.pass(wait);
      return Optional.empty();
    }
    Set<RowKey> keys = new HashSet<>();
    int until = Math.min(server.log.size(), read + 1 + server.random.nextInt(6));
    while (read < until) {
      readNext(keys);
    }
    int upTo = undecided.values().stream().mapToInt(Integer::intValue).min().orElse(read);
    long mark = 0;
    for (ModelServer.Event event : server.log.subList(0, upTo)) {
      mark = Math.max(mark, event.mark());
    }
    return Optional.of(new Changes(keys, ModelWorld.at(upTo), mark));
  }

  private void readNext(Set<RowKey> keys) {
    ModelServer.Event event = server.log.get(read);
    switch (event.kind()) {
      case TRANSACTION, MARK -> event.keys().forEach(key -> keys.add(ModelWorld.key(key)));
      case XA_PREPARE -> undecided.put(event.xid(), read);
      case XA_ROLLBACK -> undecided.remove(event.xid());
      case XA_COMMIT -> {
        // Of one that was prepared before we began to read, nobody knows which rows it has.
        if (undecided.remove(event.xid()) != null) {
          event.keys().forEach(key -> keys.add(ModelWorld.key(key)));
        }
      }
    }
    read++;
  }

  @Override
  public State state() {
    Duration behind = read < server.log.size() ? Duration.ofMillis(10) : Duration.ZERO;
    return new State(ModelWorld.at(server.log.size()), behind, 0);
  }

  @Override
  public void close() {
    undecided.clear();
  }
}
