package dev.lowtide.proxy.activity;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the sessions of this moment can be asked for. */
public interface SessionSource {

  /**
   * A snapshot of every session; exact per session, taken loop by loop without stopping them. Fails
   * with a {@link SessionsUnknownException} where it is known that there will be no answer.
   */
  CompletionStage<List<SessionSnapshot>> sessions();
}
