package dev.lowtide.proxy;

import io.netty.util.LeakPresenceDetector;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves a buffer of an allocator behind.
 *
 * <p>Here everything happens on the test's own thread, so what was not released by the end of a
 * test never will be: Netty's detector for tests counts buffers and waits for no collection, which
 * is all that one can do where event loops are still at work.
 */
public final class NoLeaks implements AfterEachCallback {

  static {
    System.setProperty("io.netty.customResourceLeakDetector", LeakPresenceDetector.class.getName());
    System.setProperty("io.netty.util.LeakPresenceDetector.trackCreationStack", "true");
  }

  @Override
  public void afterEach(ExtensionContext context) {
    LeakPresenceDetector.check();
  }
}
