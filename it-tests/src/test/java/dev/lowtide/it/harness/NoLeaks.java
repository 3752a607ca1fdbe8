package dev.lowtide.it.harness;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class after which a buffer was collected that nobody had released. */
public final class NoLeaks implements AfterAllCallback {

  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  /** What was collected is told when the next buffers are made. */
  private static final int BUFFERS = 100;

  /** The collector was asked; it may take its time. */
  private static final int COLLECTED_WITHIN_MILLIS = 10_000;

  static {
    // Who made a buffer is enough to begin with, and keeping more takes most of the time.
    System.setProperty("io.netty.leakDetection.acquireAndReleaseOnly", "true");
    System.setProperty("io.netty.leakDetection.targetRecords", "1");
    ResourceLeakDetector.setLevel(Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Factory());
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    collect();
    for (int i = 0; i < BUFFERS; i++) {
      ByteBufAllocator.DEFAULT.buffer(1).release();
    }
    if (!LEAKS.isEmpty()) {
      throw new AssertionError(LEAKS.size() + " leaks, the first: " + LEAKS.get(0));
    }
  }

  /** Returns once it is known what could be collected. */
  private static void collect() throws InterruptedException {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    Reference<Object> unreachable = new WeakReference<>(new Object(), collected);
    System.gc();
    if (collected.remove(COLLECTED_WITHIN_MILLIS) != unreachable) {
      throw new IllegalStateException(
          "nothing was collected within " + COLLECTED_WITHIN_MILLIS + " ms");
    }
  }

  private static final class Factory extends ResourceLeakDetectorFactory {

    @Override
    @SuppressWarnings("deprecation") // There is no other that must be overridden.
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval, long maxActive) {
      return new Detector<>(resource, samplingInterval);
    }
  }

  private static final class Detector<T> extends ResourceLeakDetector<T> {

    Detector(Class<T> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      LEAKS.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      LEAKS.add(resourceType);
    }
  }
}
