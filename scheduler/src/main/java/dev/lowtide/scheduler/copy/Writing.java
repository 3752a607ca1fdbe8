package dev.lowtide.scheduler.copy;

import dev.lowtide.scheduler.copy.CopyFailedException.Remedy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The session that writes, and another in its place when it failed. What became of the last write
 * of a session that broke is not guessed: a new one begins when the old one is over at the server,
 * and the registry, which changes with the rows, says how far it came. Confined to the copy's
 * thread.
 */
final class Writing implements AutoCloseable {

  private final CopyParts parts;
  private final Trying trying;
  private final CopyState state;
  private @Nullable CopySession session;

  /** Whether a session failed, so that the registry may know more than we do. */
  private boolean isInDoubt;

  Writing(CopyParts parts, Trying trying, CopyState state) {
    this.parts = parts;
    this.trying = trying;
    this.state = state;
  }

  /** Work that may be done again; it must ask the state anew each time how far the copy is. */
  <T> T write(Function<CopySession, T> work) throws CopyStoppedException, InterruptedException {
    return trying.again(() -> attempt(work));
  }

  private <T> T attempt(Function<CopySession, T> work) {
    CopySession open = open();
    try {
      return work.apply(open);
    } catch (RuntimeException e) {
      close();
      isInDoubt = true;
      throw e;
    }
  }

  private CopySession open() {
    if (session != null) {
      return session;
    }
    CopySession opened = parts.sessions().open(state.table(), state.id());
    session = opened;
    if (isInDoubt) {
      state.onRead(read());
      isInDoubt = false;
    }
    return opened;
  }

  private CopyRecord read() {
    return parts
        .registry()
        .find(state.record().owner())
        .filter(record -> record.id() == state.id())
        .orElseThrow(
            () ->
                new CopyFailedException(
                    Remedy.ANEW, "copy " + state.id() + " is not in the registry any more"));
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
