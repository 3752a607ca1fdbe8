package dev.lowtide.scheduler;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.estimate.Measurer;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.TimeText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures for so long and no longer. What was measured a moment ago is not measured again: who
 * sees a plan asks for it next.
 */
final class BoundedMeasurer implements Measurer {

  /** Long enough to read a plan; too short for its numbers to become wrong. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** More than anybody looks at within a minute. */
  private static final int KEPT_MAX = 100;

  private static final Logger log = LoggerFactory.getLogger(BoundedMeasurer.class);

  private final Measurer measurer;
  private final Duration atMost;
  private final ExecutorService executor;

  /** By who waits for it. */
  private final Map<Thread, Future<Outcome>> atWork = new ConcurrentHashMap<>();

  private final Cache<Subject, Measured> lately =
      Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(KEPT_MAX).build();

  BoundedMeasurer(Measurer measurer, Duration atMost, ExecutorService executor) {
    this.measurer = measurer;
    this.atMost = atMost;
    this.executor = executor;
  }

  @Override
  public Outcome measure(Subject subject) {
    Measured known = lately.getIfPresent(subject);
    return known == null ? measureNow(subject) : known;
  }

  /** It is another one now. */
  void forget(TableName table) {
    lately.asMap().keySet().removeIf(known -> known.optionalTable().equals(Optional.of(table)));
  }

  /** Gives up what is being measured, of which its asker is told. By any thread. */
  void cancel() {
    atWork.values().forEach(measuring -> measuring.cancel(true));
  }

  private Outcome measureNow(Subject subject) {
    Future<Outcome> measuring;
    try {
      measuring = executor.submit(() -> measurer.measure(subject));
    } catch (RejectedExecutionException e) {
      return new Unmeasured("others are being measured (expected: a moment later)");
    }
    atWork.put(Thread.currentThread(), measuring);
    try {
      Outcome outcome = measuring.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (outcome instanceof Measured measured) {
        lately.put(subject, measured);
      }
      return outcome;
    } catch (TimeoutException e) {
      return new Unmeasured("it took more than " + TimeText.of(atMost));
    } catch (CancellationException e) {
      return new Unmeasured("it was given up");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unmeasured("it was given up");
    } catch (ExecutionException e) {
      log.warn("subject={} cannot be measured", subject, e.getCause());
      return new Unmeasured("it failed: " + e.getCause());
    } finally {
      atWork.remove(Thread.currentThread());
      measuring.cancel(true);
    }
  }
}
