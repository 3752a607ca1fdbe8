package dev.lowtide.scheduler.ending;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as the server sees it.
 *
 * @param program its program_name attribute, or empty
 * @param command what it is doing, in the processlist's word
 * @param transaction the one that is open; null if none is
 * @param openFor how long it has been; null if none is
 * @param tables those it holds metadata locks on, each with the lock's type
 * @param protection why nobody may end it from here; empty if it may be ended
 */
public record ServerSession(
    long threadId,
    String user,
    String host,
    String program,
    String command,
    @Nullable ServerTransaction transaction,
    @Nullable Duration openFor,
    List<String> tables,
    String protection) {

  public ServerSession {
    tables = List.copyOf(tables);
  }
}
