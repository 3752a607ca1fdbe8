package dev.lowtide.console;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One open page. Never waits for its browser: while that does not read, news only grow older, and
 * it is told the latest when it reads again. Safe for any thread.
 */
final class LiveViewer implements WriteListener {

  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final LiveTopic topic;
  private final ServletOutputStream out;
  private final BooleanSupplier isStillSignedIn;
  private final Runnable onEnd;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private byte @Nullable [] greeting;
  private long seen;
  private boolean isOpen;
  private boolean isEnded;
  private boolean isFlushDue;
  private boolean isHeartbeatDue;

  LiveViewer(
      LiveTopic topic,
      ServletOutputStream out,
      String greeting,
      long seen,
      BooleanSupplier isStillSignedIn,
      Runnable onEnd) {
    this.topic = topic;
    this.out = out;
    this.greeting = greeting.getBytes(StandardCharsets.UTF_8);
    this.seen = seen;
    this.isStillSignedIn = isStillSignedIn;
    this.onEnd = onEnd;
  }

  /** Writes from now on, whenever the browser reads. */
  void begin() {
    out.setWriteListener(this);
  }

  /** When the stream is over. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  boolean isStillSignedIn() {
    return isStillSignedIn.getAsBoolean();
  }

  synchronized void onNews() {
    write();
  }

  /** So that neither side takes silence for the other's end. */
  synchronized void beat() {
    isHeartbeatDue = true;
    write();
  }

  @Override
  public synchronized void onWritePossible() {
    isOpen = true;
    write();
  }

  @Override
  public void onError(Throwable fault) {
    end();
  }

  /** Ends the stream; the browser asks for another one, if it still has the page open. */
  void end() {
    synchronized (this) {
      if (isEnded) {
        return;
      }
      isEnded = true;
    }
    topic.remove(this);
    onEnd.run();
    ended.complete(null);
  }

  private void write() {
    try {
      while (isOpen && !isEnded && out.isReady()) {
        if (isFlushDue) {
          isFlushDue = false;
          out.flush();
        } else {
          byte[] next = next();
          if (next == null) {
            return;
          }
          isFlushDue = true;
          out.write(next);
        }
      }
    } catch (IOException e) {
      end();
    }
  }

  private byte @Nullable [] next() {
    byte[] hello = greeting;
    if (hello != null) {
      greeting = null;
      return hello;
    }
    LiveTopic.Update update = topic.since(seen);
    if (update != null) {
      seen = update.to();
      isHeartbeatDue = false;
      return update.bytes();
    }
    boolean isSilent = isHeartbeatDue;
    isHeartbeatDue = false;
    return isSilent ? HEARTBEAT : null;
  }
}
