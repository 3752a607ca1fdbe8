package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionsUnknownException;
import java.util.List;

/** Asks the proxy for its sessions and waits for the answer. */
@FunctionalInterface
public interface SessionsNow {

  List<SessionSnapshot> sessionsNow() throws InterruptedException, SessionsUnknownException;
}
