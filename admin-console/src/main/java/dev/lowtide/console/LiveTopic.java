package dev.lowtide.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One page as it is now, and who looks at it. Rendered once, whoever looks; what a viewer has not
 * seen yet is told apart by the number under which a piece changed last, so nothing is queued for
 * anybody. Safe for any thread.
 */
final class LiveTopic {

  private final LivePage page;
  private final String start;
  private final String openedBy;
  private final Map<String, Piece> pieces = new LinkedHashMap<>();
  private final Set<LiveViewer> viewers = ConcurrentHashMap.newKeySet();
  private long version;
  private @Nullable Update latest;

  private record Piece(String html, long changedAt) {}

  /** What has changed between two numbers, as it goes over the wire. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Update(long from, long to, byte[] bytes) {}

  /**
   * A page that nobody has looked at yet.
   *
   * @param start tells this process from any other, whose numbers mean nothing here
   * @param openedBy the person who looks at it first
   */
  LiveTopic(LivePage page, String start, String openedBy) {
    this.page = page;
    this.start = start;
    this.openedBy = openedBy;
  }

  String openedBy() {
    return openedBy;
  }

  void add(LiveViewer viewer) {
    viewers.add(viewer);
  }

  void remove(LiveViewer viewer) {
    viewers.remove(viewer);
  }

  List<LiveViewer> viewers() {
    return new ArrayList<>(viewers);
  }

  /** Whether it is its turn; always for a page that was not rendered yet. */
  boolean isDue(long tick) {
    return tick % page.everyTicks() == 0 || isFresh();
  }

  private synchronized boolean isFresh() {
    return version == 0;
  }

  /** Renders it anew. True if anything on it has changed. */
  boolean render() {
    return change(page.pieces());
  }

  /** Puts pieces in place, and leaves the others as they are. True if anything has changed. */
  synchronized boolean change(Map<String, String> now) {
    boolean isChanged = false;
    for (Map.Entry<String, String> piece : now.entrySet()) {
      Piece was = pieces.get(piece.getKey());
      if (was == null || !was.html.equals(piece.getValue())) {
        version += isChanged ? 0 : 1;
        isChanged = true;
        pieces.put(piece.getKey(), new Piece(piece.getValue(), version));
      }
    }
    return isChanged;
  }

  /** What has changed since a viewer was told last; null if nothing has. */
  synchronized @Nullable Update since(long seen) {
    if (seen >= version) {
      return null;
    }
    if (latest == null || latest.from != seen || latest.to != version) {
      latest = new Update(seen, version, event(seen));
    }
    return latest;
  }

  /** Where somebody goes on who was told this id last; from the beginning, if it is not ours. */
  synchronized long resumed(@Nullable String lastEventId) {
    if (lastEventId == null || !lastEventId.matches(start + "-\\d{1,18}")) {
      return 0;
    }
    return Math.min(version, Long.parseLong(lastEventId.substring(start.length() + 1)));
  }

  private byte[] event(long seen) {
    Map<String, String> changed = new LinkedHashMap<>();
    pieces.forEach(
        (id, piece) -> {
          if (piece.changedAt > seen) {
            changed.put(id, piece.html);
          }
        });
    String text =
        "id: " + start + "-" + version + "\nevent: pieces\ndata: " + Json.text(changed) + "\n\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
