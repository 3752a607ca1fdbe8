package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.PlanHash;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people said of a request, and what there is to say.
 *
 * @param plan that it is about; what a yes names
 * @param revision 1 for the first
 * @param votesNeeded how many have to say yes; 0 where configuration does
 * @param diff against the last revision; empty for the first one
 * @param checks as of now, while it can be decided on; empty if they cannot be made
 * @param expiresIn if nobody does anything; null if it does not expire
 */
public record Review(
    PlanHash plan,
    int revision,
    List<Vote> votes,
    int votesNeeded,
    List<Comment> comments,
    List<DiffLine> diff,
    List<CheckResult> checks,
    @Nullable Duration expiresIn) {

  public Review {
    votes = List.copyOf(votes);
    comments = List.copyOf(comments);
    diff = List.copyOf(diff);
    checks = List.copyOf(checks);
  }

  public boolean hasVoteOf(String name) {
    return votes.stream().anyMatch(vote -> vote.by().equals(name));
  }
}
