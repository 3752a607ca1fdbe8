package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.quiet.QuietVerdict;
import java.util.List;
import java.util.Set;

/** What an attempt must know of the rest while it lasts. Safe for any thread. */
public interface Surroundings {

  /** The latest verdict on the server as a whole. */
  QuietVerdict load();

  /**
   * Server threads whose sessions pass the proxy and, as it knows, have no read view: outside a
   * transaction, or in one that has not looked at anything yet.
   *
   * @throws InterruptedException if the wait for the answer is interrupted
   */
  Set<Long> threadsWithoutReadView() throws InterruptedException;

  /**
   * By which names each of the tables can be touched at this moment. Whatever is thrown means that
   * it cannot be told.
   */
  List<Reach> reaches(List<TableName> tables);

  /** Whether a person, or the end of the process, wants it stopped. */
  boolean isStopRequested();
}
