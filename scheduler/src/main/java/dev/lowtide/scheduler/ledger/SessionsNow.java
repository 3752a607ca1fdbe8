package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.SessionSnapshot;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Asks the proxy for its sessions and waits for the answer. */
@FunctionalInterface
public interface SessionsNow {

  List<SessionSnapshot> sessionsNow() throws InterruptedException, TimeoutException;
}
