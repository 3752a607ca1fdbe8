package dev.lowtide.scheduler.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the server says of its sessions, ours left out. Its parts are asked for one after the other,
 * so it is true of those sessions only that did nothing meanwhile.
 *
 * @param started when the server started; then it began to count its threads anew
 * @param orphanedLocks held by transactions whose session is gone: XA PREPARE keeps them
 */
public record ServerTruth(
    Instant started,
    List<ServerSession> sessions,
    List<ServerLock> orphanedLocks,
    PreparedXa prepared) {

  public ServerTruth {
    sessions = List.copyOf(sessions);
    orphanedLocks = List.copyOf(orphanedLocks);
  }

  Map<Long, ServerSession> byThread() {
    return sessions.stream()
        .collect(Collectors.toMap(ServerSession::threadId, Function.identity(), (a, b) -> a));
  }
}
