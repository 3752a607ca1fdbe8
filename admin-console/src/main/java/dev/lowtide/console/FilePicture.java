package dev.lowtide.console;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.Estimate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table's file consists of, as a bar: what lives, what is dead among it, what is free as a
 * whole, and what is deleted but not purged.
 */
public record FilePicture(List<Piece> pieces) {

  public static final int WIDTH = 240;

  /**
   * A piece of the bar.
   *
   * @param kind one word, which also says how it is drawn
   * @param from in units of the picture
   */
  public record Piece(String kind, ByteSize size, double from, double width) {}

  public FilePicture {
    pieces = List.copyOf(pieces);
  }

  /** What is free or not purged is part of what can be given back; all that is left is live. */
  public static FilePicture of(Candidate candidate) {
    Estimate estimate = candidate.estimate();
    long file = Math.max(1, candidate.tablespace().fileSize().bytes());
    long reclaimable = Math.min(file, estimate.reclaimable().bytes());
    long free = Math.min(reclaimable, candidate.tablespace().dataFree().bytes());
    long unpurged = Math.min(reclaimable - free, estimate.unpurged().bytes());
    List<Piece> pieces = new ArrayList<>();
    add(pieces, "live", file - reclaimable, file);
    add(pieces, "dead", reclaimable - free - unpurged, file);
    add(pieces, "unpurged", unpurged, file);
    add(pieces, "free", free, file);
    return new FilePicture(pieces);
  }

  private static void add(List<Piece> pieces, String kind, long bytes, long file) {
    double from =
        pieces.isEmpty()
            ? 0
            : pieces.get(pieces.size() - 1).from + pieces.get(pieces.size() - 1).width;
    if (bytes > 0) {
      pieces.add(new Piece(kind, new ByteSize(bytes), from, bytes * (double) WIDTH / file));
    }
  }

  /** What is said to whoever does not see it. */
  public String inWords() {
    return String.join(", ", pieces.stream().map(piece -> piece.kind + " " + piece.size).toList());
  }
}
