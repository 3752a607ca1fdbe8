package dev.lowtide.app;

import dev.lowtide.scheduler.operator.Dependency;
import dev.lowtide.scheduler.operator.Notices;
import dev.lowtide.webhook.Webhook;
import dev.lowtide.webhook.WebhookSender;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has each receiver told by a thread of its own: one that hangs keeps no other waiting. */
final class Webhooks implements AutoCloseable {

  /** After a fault of ours, or while the store is away. */
  private static final Duration AFTER_FAULT = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(Webhooks.class);

  private final List<WebhookSender> senders = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(Webhooks::thread);

  private Webhooks() {}

  /**
   * Begins to tell them.
   *
   * @param consoleUrl where people look at runs
   */
  static Webhooks start(List<Webhook> receivers, Notices notices, String consoleUrl, Clock clock) {
    Webhooks webhooks = new Webhooks();
    for (Webhook receiver : receivers) {
      WebhookSender sender = new WebhookSender(receiver, notices, consoleUrl, clock);
      webhooks.senders.add(sender);
      webhooks.threads.execute(() -> tell(sender));
    }
    return webhooks;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "lowtide-webhook");
    thread.setDaemon(true);
    return thread;
  }

  /** Until it is interrupted. */
  private static void tell(WebhookSender sender) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        TimeUnit.MILLISECONDS.sleep(step(sender).toMillis());
      }
    } catch (InterruptedException e) {
      log.debug("nobody is told any more: Lowtide is about to end");
    }
  }

  private static Duration step(WebhookSender sender) throws InterruptedException {
    try {
      return sender.step();
    } catch (RuntimeException e) {
      log.warn("notices wait: {}", e.toString());
      return AFTER_FAULT;
    }
  }

  /** How each receiver is; they are numbered as in the file, since places need not differ. */
  List<Dependency> dependencies() {
    List<Dependency> all = new ArrayList<>();
    for (WebhookSender sender : senders) {
      all.add(sender.dependency("webhook " + (all.size() + 1)));
    }
    return all;
  }

  /** What was not told yet is told after the next start. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
