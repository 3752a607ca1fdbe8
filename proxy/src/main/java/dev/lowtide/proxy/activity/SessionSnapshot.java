package dev.lowtide.proxy.activity;

import org.jspecify.annotations.Nullable;

/**
 * One session at one moment.
 *
 * @param serverThreadId the server's id for it (what CONNECTION_ID() says); 0 before the greeting
 * @param program the client's {@code program_name} connection attribute, or empty
 * @param command what is in flight, or null
 * @param isHeld whether its next statement waits at a hold
 * @param commands how many commands it has sent
 * @param belongings what it keeps beyond its transaction
 */
public record SessionSnapshot(
    SessionId id,
    SessionPhase phase,
    long serverThreadId,
    String user,
    String clientAddress,
    String program,
    String schema,
    boolean isEncrypted,
    boolean isHeld,
    long commands,
    @Nullable CommandSnapshot command,
    TransactionSnapshot transaction,
    SessionBelongings belongings) {

  /** Whether anything this session does or has open may touch what this is the reach of. */
  public boolean mayTouch(Reach reach) {
    return phase == SessionPhase.OPAQUE
        || transaction.touched().touches(reach)
        || belongings.lockedTables().touches(reach)
        || belongings.openHandlers().touches(reach)
        || (command != null && command.footprint().touches(reach));
  }

  public boolean mayTouch(TableName table) {
    return mayTouch(Reach.of(table));
  }

  /**
   * A command in flight.
   *
   * @param digest its text with the literals taken out, or the command's name
   * @param sinceNanos when it was sent on, on the proxy's {@link NanoClock}
   */
  public record CommandSnapshot(String digest, long sinceNanos, Footprint footprint) {}
}
