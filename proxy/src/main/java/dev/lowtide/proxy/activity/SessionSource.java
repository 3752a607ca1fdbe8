package dev.lowtide.proxy.activity;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the sessions of this moment can be asked for. */
public interface SessionSource {

  /** A snapshot of every session; exact per session, taken loop by loop without stopping them. */
  CompletionStage<List<SessionSnapshot>> sessions();
}
