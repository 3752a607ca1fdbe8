package dev.lowtide.scheduler.ending;

import java.util.Optional;

/**
 * Sessions at the server, whichever way they came. Ends one by KILL CONNECTION and its thread id,
 * after a look at what it has open; never by KILL QUERY, which would hit whatever statement comes
 * next. Safe for any thread.
 */
public interface ServerSessions {

  Optional<ServerSession> find(long threadId);

  /**
   * Ends the session if exactly this transaction of it is open. Between the look and the end there
   * is the time of one round trip.
   */
  ServerEnding end(long threadId, ServerTransaction transaction);

  /**
   * Ends what is left of a session whose client and whose leg to the server are closed already.
   *
   * @param user whose it was, so that no other session is hit
   */
  ServerEnding endLeftBehind(long threadId, String user);
}
