package dev.lowtide.scheduler.execute;

import java.util.List;
import java.util.OptionalLong;

/**
 * What preflight checks judge by, read in one go.
 *
 * @param missingRights what our account would need and does not have
 * @param isReadOnly whether read_only or super_read_only is on
 * @param isLockInstrumented whether metadata locks can be seen
 * @param areTransactionsInstrumented whether other sessions' transactions can be seen
 * @param replicas sessions that read the binary log
 * @param clusterName of the cluster that it is a member of, or empty
 * @param otherDefinitions sessions that define something or back it up, in words
 * @param freeDisk bytes free where the data lies, if that is a place we can see
 */
public record ServerFacts(
    List<String> missingRights,
    boolean isReadOnly,
    boolean isLockInstrumented,
    boolean areTransactionsInstrumented,
    int replicas,
    String clusterName,
    List<String> otherDefinitions,
    OptionalLong freeDisk) {

  public ServerFacts {
    missingRights = List.copyOf(missingRights);
    otherDefinitions = List.copyOf(otherDefinitions);
  }

  /** Where the facts come from. */
  @FunctionalInterface
  public interface Source {
    ServerFacts read();
  }
}
