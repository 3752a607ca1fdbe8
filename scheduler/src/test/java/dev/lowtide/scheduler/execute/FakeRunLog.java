package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.CopyProgress;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunState;
import java.util.ArrayList;
import java.util.List;

/** A log that writes states and threads into the chronicle. */
final class FakeRunLog implements RunLog {

  final List<String> texts = new ArrayList<>();
  final List<ByteSize> copied = new ArrayList<>();
  private final Chronicle chronicle;

  FakeRunLog(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  @Override
  public void onState(RunState state, String text) {
    chronicle.add(state.name());
    texts.add(text);
  }

  @Override
  public void onNote(String text) {
    texts.add(text);
  }

  @Override
  public CopyProgress copy() {
    throw new AssertionError("no copy is made");
  }

  @Override
  public void onStatement(long threadId) {
    chronicle.add("thread " + threadId + " is written down");
  }

  @Override
  public void onCopied(ByteSize copied) {
    this.copied.add(copied);
  }
}
