package dev.lowtide.scheduler.operator;

import java.util.List;

/** Sessions of the server's that have no client at the proxy. Safe for any thread. */
public interface Others {

  /** Where nobody looks for them. */
  Others NOT_LOOKED_FOR =
      new Others() {
        @Override
        public List<BypassingView> bypassing() {
          return List.of();
        }

        @Override
        public List<OrphanView> orphans() {
          return List.of();
        }
      };

  List<BypassingView> bypassing();

  List<OrphanView> orphans();
}
