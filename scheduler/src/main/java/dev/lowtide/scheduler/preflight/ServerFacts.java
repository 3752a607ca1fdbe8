package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.plan.ServerVersion;
import dev.lowtide.scheduler.plan.TableShape;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;
import java.util.Set;

/**
 * What preflight checks judge by, read in one go.
 *
 * @param charsets that the server knows
 * @param unseen what could not be read and why; of that the facts have nothing
 */
public record ServerFacts(
    ServerVersion version,
    Variables variables,
    BinlogFilters filters,
    Set<String> charsets,
    AccountFacts account,
    TopologyFacts topology,
    SessionFacts sessions,
    LoadFacts load,
    DiskFacts disk,
    TableShape table,
    OurTables ours,
    List<String> unseen) {

  public ServerFacts {
    charsets = Set.copyOf(charsets);
    unseen = List.copyOf(unseen);
  }

  /** Where the facts come from. */
  @FunctionalInterface
  public interface Source {
    ServerFacts read(ShrinkPlan plan);
  }
}
