package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.ByteSize;

/**
 * What checks leave to the settings.
 *
 * @param diskReserve bytes that stay free whatever a copy needs
 * @param watchedReplicas how many replicas are looked at while a table is copied
 * @param areUnwatchedReplicasAllowed whether there may be more of them
 */
public record PreflightPolicy(
    ByteSize diskReserve, int watchedReplicas, boolean areUnwatchedReplicasAllowed) {

  public static final PreflightPolicy DEFAULT =
      new PreflightPolicy(ByteSize.ofMebibytes(1024), 0, false);
}
