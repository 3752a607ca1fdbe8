package dev.lowtide.it.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many writers of one table, most of them through the proxy, the last one past it. */
final class Writers implements AutoCloseable {

  /** Longer than the longest wait of theirs for a server that is down. */
  private static final long END_SECONDS_MAX = 150;

  private final Setting setting;
  private final List<Writer> writers = new ArrayList<>();
  private final List<Future<Tally>> running = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** What they share. */
  record Setting(RandomTable table, HotRows hot, Weather weather, int count) {}

  /**
   * @param through the proxy
   * @param straight to the server
   */
  Writers(Setting setting, Access through, Access straight, long seed) {
    this.setting = setting;
    Fence fence = new Fence(straight, setting.table());
    for (int i = 0; i < setting.count(); i++) {
      Access access = i == setting.count() - 1 ? straight : through;
      writers.add(new Writer(setting, i, bookOf(i), access, fence, seed + i));
    }
  }

  /** The rows of a filled table that are this writer's. */
  private Book bookOf(int writer) {
    RandomTable table = setting.table();
    Book book = new Book();
    for (long number = writer; number < table.rows(); number += setting.count()) {
      if (!TableFill.isDeleted(table, number)) {
        book.put(Numbers.initial(table, number));
      }
    }
    book.keep();
    return book;
  }

  void start() {
    writers.forEach(writer -> running.add(threads.submit(writer)));
  }

  /** Lets them finish what they are at. */
  Tally stop() throws InterruptedException {
    setting.weather().end();
    Tally all = new Tally();
    for (Future<Tally> one : running) {
      try {
        all.add(one.get(END_SECONDS_MAX, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        all.error("a writer ended: " + e.getCause());
      } catch (TimeoutException e) {
        all.error("a writer does not end");
      }
    }
    return all;
  }

  long commits() {
    return writers.stream().mapToLong(Writer::commits).sum();
  }

  List<Book> books() {
    return writers.stream().map(Writer::book).toList();
  }

  @Override
  public void close() {
    setting.weather().end();
    threads.shutdownNow();
  }
}
