package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.copy.LogFiles;
import java.util.List;

/** The binary log of the target and whoever needs it. Any call may find it out of reach. */
public interface BinlogServer {

  LogFiles files();

  /** Sessions that read it, ours left out, in words. */
  List<String> readers();

  /** From where on somebody who is known needs it, ours and replicas'. */
  List<Need> needs();

  /**
   * Somebody who needs the log.
   *
   * @param file the oldest that is needed yet; empty if that cannot be told
   * @param isReplica whether it is a replica that is watched, not a copy of ours
   */
  record Need(String who, String file, boolean isReplica) {}
}
