package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.copy.LogFiles;
import java.util.List;

/** The binary log of the target and whoever needs it. Any call may find it out of reach. */
public interface BinlogServer {

  LogFiles files();

  /** Sessions that read it, ours left out. */
  List<Reader> readers();

  /**
   * From where on somebody who is known needs it, ours and replicas'. A replica that does not
   * answer is out of reach like the target: then nothing can be said yet.
   */
  List<Need> needs();

  /**
   * A session that reads the log.
   *
   * @param who in words
   * @param server the id of the server that reads it, as it says itself; empty if it says none
   */
  record Reader(String who, String server) {}

  /**
   * Somebody who needs the log.
   *
   * @param file the oldest that is needed yet; empty if that cannot be told
   * @param server the id of the replica's server; empty for a copy of ours
   */
  record Need(String who, String file, String server) {

    boolean isReplica() {
      return !server.isEmpty();
    }
  }
}
