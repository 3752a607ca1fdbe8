package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.util.List;
import java.util.OptionalLong;

/** What preflight reads of a server. */
final class Facts {

  /** A server on which every check passes. */
  static final ServerFacts GOOD = good(OptionalLong.empty());

  private Facts() {}

  static ServerFacts good(OptionalLong freeDisk) {
    return new ServerFacts(List.of(), false, true, true, 0, "", List.of(), freeDisk);
  }

  static ServerFacts withFreeDisk(ByteSize free) {
    return good(OptionalLong.of(free.bytes()));
  }

  static ServerFacts lacking(String... rights) {
    return new ServerFacts(
        List.of(rights), false, true, true, 0, "", List.of(), OptionalLong.empty());
  }

  static ServerFacts readOnly() {
    return new ServerFacts(List.of(), true, true, true, 0, "", List.of(), OptionalLong.empty());
  }

  static ServerFacts instrumented(boolean locks, boolean transactions) {
    return new ServerFacts(
        List.of(), false, locks, transactions, 0, "", List.of(), OptionalLong.empty());
  }

  static ServerFacts withReplicas(int replicas) {
    return new ServerFacts(
        List.of(), false, true, true, replicas, "", List.of(), OptionalLong.empty());
  }

  static ServerFacts inCluster(String name) {
    return new ServerFacts(List.of(), false, true, true, 0, name, List.of(), OptionalLong.empty());
  }

  static ServerFacts besides(String... definitions) {
    return new ServerFacts(
        List.of(), false, true, true, 0, "", List.of(definitions), OptionalLong.empty());
  }
}
