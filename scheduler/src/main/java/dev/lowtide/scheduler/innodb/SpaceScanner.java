package dev.lowtide.scheduler.innodb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Reads tablespace files. First every descriptor: whose each extent is, and which pages are in use.
 * Then extents, each segment's by itself, in a random order that a seed repeats, until what they
 * hold is known well enough. Safe for any thread.
 */
public final class SpaceScanner {

  /* Beyond these, what is left would be a guess about what is missing. */
  private static final double TORN_MAX = 0.05;
  private static final double UNWRITTEN_MAX = 0.25;

  private final ScanLimits limits;
  private final LongSupplier nanos;

  public SpaceScanner(ScanLimits limits) {
    this(limits, System::nanoTime);
  }

  SpaceScanner(ScanLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
  }

  public ScanOutcome scan(Path file) {
    return scan(file, () -> false);
  }

  /**
   * The same, for who may want it stopped.
   *
   * @param isStopped is asked before every read; an interrupt stops it as well
   */
  public ScanOutcome scan(Path file, BooleanSupplier isStopped) {
    return scan(file, isStopped, pace -> SpaceFile.open(file, pace));
  }

  /** Opens what is to be read. */
  interface Opening {
    SpaceFile open(ReadPace pace) throws IOException, UnreadableSpaceException;
  }

  ScanOutcome scan(Path file, BooleanSupplier isStopped, Opening opening) {
    ReadPace pace =
        new ReadPace(limits.bytesPerSecondMax(), isStopped, nanos, d -> Thread.sleep(d.toMillis()));
    try (SpaceFile open = opening.open(pace)) {
      return new ScanOutcome.Scanned(scan(file, open));
    } catch (UnreadableSpaceException e) {
      return new ScanOutcome.Unscanned(file + ": " + e.getMessage());
    } catch (ClosedByInterruptException e) {
      return new ScanOutcome.Unscanned(file + ": the scan was stopped");
    } catch (IOException | SecurityException e) {
      return new ScanOutcome.Unscanned(file + ": cannot be read: " + e);
    }
  }

  private SpaceScan scan(Path path, SpaceFile file) throws IOException, UnreadableSpaceException {
    long begun = nanos.getAsLong();
    long size = file.size();
    SpaceHeader header = header(file, size);
    SpaceShape shape = header.shape();
    boolean isWhole = size <= limits.wholeUpToBytes();
    Random random = new Random(limits.seed());
    PageCheck check = new PageCheck(shape, header.spaceId());
    Descriptors descriptors = new Descriptors(file, header, check, random, isWhole);
    descriptors.read(header.pages());
    ExtentReader reader = new ExtentReader(file, shape, check);
    new Sampling(limits, descriptors.strata.values(), file, reader, isWhole).run(random);
    mustBeSound(reader);
    Findings found = new Findings(descriptors.strata.values(), shape);
    return new SpaceScan(
        path,
        header.spaceId(),
        shape.pageSize(),
        shape.isZip(),
        shape.isShared(),
        size,
        descriptors.freeExtentPages + size / shape.pageSize() - header.pages(),
        descriptors.reservedPages,
        descriptors.freeFragmentPages,
        found.indexes(),
        reader.unwrittenPages,
        reader.tornPages,
        reader.pagesRead,
        descriptors.strata.values().stream().noneMatch(Stratum::isSampled),
        file.bytesRead(),
        Duration.ofNanos(nanos.getAsLong() - begun));
  }

  private static SpaceHeader header(SpaceFile file, long size)
      throws IOException, UnreadableSpaceException {
    if (size < SpaceHeader.HEAD_BYTES) {
      throw new UnreadableSpaceException(size + " bytes (expected: a tablespace)");
    }
    ByteBuffer head = file.read(0, SpaceHeader.HEAD_BYTES);
    SpaceHeader header = SpaceHeader.of(head);
    int pageSize = header.shape().pageSize();
    if (size % pageSize != 0) {
      throw new UnreadableSpaceException(
          size + " bytes (expected: pages of " + pageSize + " bytes)");
    }
    if (header.pages() > size / pageSize) {
      throw new UnreadableSpaceException(
          size / pageSize + " pages (expected: " + header.pages() + "): it was cut off");
    }
    if (header.shape().isEncrypted()) {
      throw Descriptors.veiled(PageType.ENCRYPTED);
    }
    return header;
  }

  private static void mustBeSound(ExtentReader reader) throws UnreadableSpaceException {
    atMost("pages that do not fit together", reader.tornPages, reader.pagesRead, TORN_MAX);
    atMost("pages not yet written", reader.unwrittenPages, reader.pagesRead, UNWRITTEN_MAX);
  }

  private static void atMost(String what, long found, long all, double most)
      throws UnreadableSpaceException {
    if (found > most * all) {
      throw new UnreadableSpaceException(
          what
              + ": "
              + found
              + " of "
              + all
              + " (expected: at most "
              + Math.round(most * 100)
              + " in 100)");
    }
  }
}
