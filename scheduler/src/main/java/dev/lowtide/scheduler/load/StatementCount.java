package dev.lowtide.scheduler.load;

import java.util.Map;

/**
 * How many statements the server has executed since it began, as its status variable Questions has
 * it: those that clients sent, without what runs inside of routines.
 *
 * @param all of everybody
 * @param ours of each session of ours that is open, by the server's id
 */
public record StatementCount(long all, Map<Long, Long> ours) {

  public StatementCount {
    ours = Map.copyOf(ours);
  }

  /** Where it can be asked for. */
  @FunctionalInterface
  public interface Source {

    /**
     * As it is now.
     *
     * @throws ProbeFailedException if the server cannot be asked
     */
    StatementCount count();
  }
}
