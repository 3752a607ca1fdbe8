package dev.lowtide.scheduler;

import dev.lowtide.scheduler.ending.ServerEnding;
import dev.lowtide.scheduler.ending.ServerSession;
import dev.lowtide.scheduler.ending.ServerSessions;
import dev.lowtide.scheduler.ending.ServerTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server that has one session at most, and answers a wish to end it as it is told to. */
final class FakeServerSessions implements ServerSessions {

  @Nullable ServerSession session;
  ServerEnding ending = new ServerEnding.Gone();
  @Nullable RuntimeException failure;

  /** What it was asked to end. */
  final List<String> asked = new ArrayList<>();

  @Override
  public Optional<ServerSession> find(long threadId) {
    return Optional.ofNullable(session).filter(found -> found.threadId() == threadId);
  }

  @Override
  public ServerEnding end(long threadId, ServerTransaction transaction) {
    return answer(threadId + " " + transaction);
  }

  @Override
  public ServerEnding endLeftBehind(long threadId, String user) {
    return answer(threadId + " of " + user);
  }

  private ServerEnding answer(String question) {
    asked.add(question);
    if (failure != null) {
      throw failure;
    }
    return ending;
  }
}
