package dev.lowtide.proxy.activity;

/** A monotonic clock in nanoseconds; its origin is arbitrary, so only differences mean anything. */
@FunctionalInterface
public interface NanoClock {

  long nanos();
}
