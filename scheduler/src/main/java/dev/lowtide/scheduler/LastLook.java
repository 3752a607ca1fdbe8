package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.Reach;

/** A look at proxy and server right before something is begun upon what they say. */
@FunctionalInterface
interface LastLook {

  /** What speaks against beginning, in words; empty if nothing does. */
  String misgiving(Reach table);
}
