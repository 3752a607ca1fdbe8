package dev.lowtide.it.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** How long each request of the shop took, and how many failed. Safe for any thread. */
final class Timings {

  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger errors = new AtomicInteger();

  private record Request(Instant from, Instant to) {

    Duration took() {
      return Duration.between(from, to);
    }

    boolean overlaps(Instant begin, Instant end) {
      return from.isBefore(end) && to.isAfter(begin);
    }
  }

  void add(Instant from, Instant to) {
    requests.add(new Request(from, to));
  }

  void addError() {
    errors.incrementAndGet();
  }

  int errors() {
    return errors.get();
  }

  int count() {
    return requests.size();
  }

  /** The longest of those that were under way at any moment between the two. */
  Duration worst(Instant begin, Instant end) {
    return requests.stream()
        .filter(request -> request.overlaps(begin, end))
        .map(Request::took)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  int count(Instant begin, Instant end) {
    return (int) requests.stream().filter(request -> request.overlaps(begin, end)).count();
  }
}
