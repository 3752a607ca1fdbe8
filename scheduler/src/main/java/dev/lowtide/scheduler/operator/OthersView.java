package dev.lowtide.scheduler.operator;

import java.util.List;

/**
 * Sessions of the server's that have no client at the proxy.
 *
 * @param blindness why they cannot be told; empty if these are all
 */
public record OthersView(
    List<BypassingView> bypassing, List<OrphanView> orphans, String blindness) {

  public OthersView {
    bypassing = List.copyOf(bypassing);
    orphans = List.copyOf(orphans);
  }

  public boolean isNone() {
    return bypassing.isEmpty() && orphans.isEmpty() && blindness.isEmpty();
  }
}
