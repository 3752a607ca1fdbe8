package dev.lowtide.scheduler.ledger;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as the server has it.
 *
 * @param user empty for the server's own, such as a replica's applier
 * @param host as the server sees it: that of the proxy, for whoever passes it
 * @param program the {@code program_name} connection attribute, or empty
 * @param schema the current one, or empty
 * @param command as in the process list
 * @param inCommandFor how long it has been doing that
 * @param transaction null if none is open
 */
public record ServerSession(
    long threadId,
    String user,
    String host,
    String program,
    String schema,
    String command,
    Duration inCommandFor,
    List<ServerLock> locks,
    @Nullable ServerTransaction transaction) {

  /** What the process list says of a session that is doing nothing. */
  public static final String SLEEP = "Sleep";

  public ServerSession {
    locks = List.copyOf(locks);
  }

  /** The same with what was asked for in another question. */
  public ServerSession with(List<ServerLock> held, @Nullable ServerTransaction open) {
    return new ServerSession(
        threadId, user, host, program, schema, command, inCommandFor, held, open);
  }

  /** performance_schema leaves the names out of a row that is being written while it is read. */
  boolean hasNames() {
    return !user.isEmpty() || !host.isEmpty();
  }

  public boolean isIdle() {
    return command.equals(SLEEP);
  }
}
