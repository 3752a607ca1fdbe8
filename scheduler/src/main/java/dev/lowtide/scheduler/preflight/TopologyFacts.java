package dev.lowtide.scheduler.preflight;

import java.util.List;

/**
 * What else there is besides the server.
 *
 * @param binlogReaders sessions that read the binary log, ours left out, in words
 * @param isReplica whether it has a source that it follows
 */
public record TopologyFacts(
    List<String> binlogReaders,
    boolean isReplica,
    boolean isGroupMember,
    boolean isGaleraNode,
    boolean isNdbNode) {

  public static final TopologyFacts ALONE =
      new TopologyFacts(List.of(), false, false, false, false);

  public TopologyFacts {
    binlogReaders = List.copyOf(binlogReaders);
  }
}
