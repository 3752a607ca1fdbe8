package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.space.UndoSpace.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** Undo tablespaces that are truncated at once, unless somebody is said to need them. */
final class FakeUndoServer implements UndoServer {

  final Map<String, UndoSpace> spaces = new LinkedHashMap<>();
  final List<String> deeds = new ArrayList<>();
  final List<String> holders = new ArrayList<>();
  int failures;
  String refusedInactive = "";
  private long nextId = 100;

  FakeUndoServer with(String name, long mebibytes, State state) {
    spaces.put(name, new UndoSpace(name, nextId++, ByteSize.ofMebibytes(mebibytes), state));
    return this;
  }

  @Override
  public List<UndoSpace> spaces() {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("the server is away");
    }
    return List.copyOf(spaces.values());
  }

  @Override
  public void create() {
    deeds.add("create");
    with(UndoSpace.HELPER, 16, State.ACTIVE);
  }

  @Override
  public void drop() {
    if (find(UndoSpace.HELPER).state() != State.EMPTY) {
      throw new IllegalStateException("error 1529");
    }
    deeds.add("drop");
    spaces.remove(UndoSpace.HELPER);
  }

  @Override
  public void setInactive(String name) {
    long others =
        spaces.values().stream()
            .filter(space -> space.isActive() && !space.name().equals(name))
            .count();
    if (others < 2 || name.equals(refusedInactive)) {
      throw new IllegalStateException("error 3655");
    }
    deeds.add("inactive " + name);
    if (holders.isEmpty()) {
      with(name, 16, State.EMPTY);
    } else {
      change(name, State.INACTIVE);
    }
  }

  @Override
  public void setActive(String name) {
    deeds.add("active " + name);
    change(name, State.ACTIVE);
  }

  UndoSpace find(String name) {
    return Objects.requireNonNull(spaces.get(name), name);
  }

  void change(String name, State state) {
    UndoSpace was = find(name);
    spaces.put(name, new UndoSpace(name, was.id(), was.fileSize(), state));
  }

  @Override
  public String automatic() {
    return "By itself the server truncates none.";
  }

  @Override
  public Backlog backlog() {
    return new Backlog(OptionalLong.of(12), holders);
  }
}
