package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.RowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A session in which each deed takes two milliseconds, or fails as a test wants it to. */
final class FakeSwapSession implements SwapSession {

  static final long THREAD = 43;
  static final Duration EACH = Duration.ofMillis(2);

  final List<TableName> alsoLocked = new ArrayList<>();
  final List<String> refusals = new ArrayList<>();
  final Set<RowKey> differing = new HashSet<>();

  /** What goes wrong, by deed. */
  final Map<String, RuntimeException> faults = new HashMap<>();

  /** What else happens when it is done, by deed. */
  final Map<String, Runnable> meanwhile = new HashMap<>();

  final Map<String, Duration> takes = new HashMap<>();
  boolean isLockGranted = true;
  Duration lockWithin = Duration.ZERO;
  long marks;

  private final ScriptedPace pace;
  private final Chronicle chronicle;

  FakeSwapSession(ScriptedPace pace, Chronicle chronicle) {
    this.pace = pace;
    this.chronicle = chronicle;
  }

  @Override
  public long threadId() {
    return THREAD;
  }

  @Override
  public List<String> refusals() {
    return refusals;
  }

  @Override
  public List<TableName> alsoLocked() {
    return alsoLocked;
  }

  @Override
  public void announce() {
    does("announce");
  }

  @Override
  public void conclude(boolean isSwapped) {
    does("conclude " + isSwapped);
  }

  @Override
  public boolean lock(Duration within) {
    lockWithin = within;
    does("lock");
    return isLockGranted;
  }

  @Override
  public long mark() {
    does("mark");
    return ++marks;
  }

  @Override
  public void apply(Collection<RowKey> keys, BinlogPosition upTo) {
    does("apply " + keys.size());
  }

  @Override
  public Set<RowKey> differing(Collection<RowKey> keys) {
    does("compare " + keys.size());
    return differing;
  }

  @Override
  public void swap() {
    does("swap");
  }

  @Override
  public void unlock() {
    does("unlock");
  }

  @Override
  public void close() {
    does("close");
  }

  private void does(String deed) {
    chronicle.add(deed);
    String kind = deed.split(" ", 2)[0];
    RuntimeException fault = faults.get(kind);
    if (fault != null) {
      throw fault;
    }
    try {
      pace.pause(takes.getOrDefault(kind, EACH));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    meanwhile.getOrDefault(kind, () -> {}).run();
  }
}
