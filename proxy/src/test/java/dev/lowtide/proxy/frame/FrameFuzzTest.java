package dev.lowtide.proxy.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes and wherever they are cut, both readers of packets see the payloads that a
 * splitter with the whole stream before it sees.
 */
class FrameFuzzTest {

  private static final int OF_INTEREST = 0x40;

  @MethodSource("streams")
  @FuzzTest(maxDuration = "5m")
  void scannerSeesEveryPayloadWhateverTheCuts(byte[] script) {
    StreamScript stream = new StreamScript(script);
    List<String> seen = new ArrayList<>();
    PacketScanner scanner = new PacketScanner(sink(seen, 0, stream::headBytes));
    ByteBuf bytes = stream.bytes();

    int scanned = 0;
    for (int arrived : stream.arrivals(bytes.readableBytes())) {
      scanner.scan(bytes.slice(scanned, arrived - scanned));
      scanned = arrived;
    }

    assertThat(seen).isEqualTo(WholeStream.heads(bytes, stream::headBytes));
    assertThat(bytes.release()).isTrue();
  }

  @MethodSource("streams")
  @FuzzTest(maxDuration = "5m")
  void gatePassesEveryByteBehindItsHeadWhateverTheCuts(byte[] script) {
    StreamScript stream = new StreamScript(script);
    Moody keeper = new Moody(stream);
    PacketGate gate = new PacketGate(keeper);
    ByteBuf bytes = stream.bytes();

    int gone = 0;
    for (int arrived : stream.arrivals(bytes.readableBytes())) {
      gone += gate.passable(bytes.slice(gone, arrived - gone));
    }
    keeper.isCooperative = true;
    gone += gate.passable(bytes.slice(gone, bytes.readableBytes() - gone));

    assertThat(keeper.passed).isEqualTo(WholeStream.heads(bytes, stream::headBytes));
    assertThat(gone).isEqualTo(WholeStream.passable(bytes, stream::headBytes));
    assertThat(bytes.release()).isTrue();
  }

  @MethodSource("streams")
  @FuzzTest(maxDuration = "5m")
  void whatIsOfInterestIsSeenWhateverIsPassedOver(byte[] script) {
    StreamScript stream = new StreamScript(script);
    IntUnaryOperator headBytes = payload -> Math.max(1, stream.headBytes(0));
    List<String> seen = new ArrayList<>();
    PacketScanner scanner = new PacketScanner(sink(seen, OF_INTEREST, headBytes));
    ByteBuf bytes = stream.bytes();

    int scanned = 0;
    for (int arrived : stream.arrivals(bytes.readableBytes())) {
      scanner.scan(bytes.slice(scanned, arrived - scanned));
      scanned = arrived;
    }

    assertThat(seen.stream().filter(FrameFuzzTest::isOfInterest))
        .containsExactlyElementsOf(
            WholeStream.heads(bytes, headBytes).stream()
                .filter(FrameFuzzTest::isOfInterest)
                .toList());
    assertThat(bytes.release()).isTrue();
  }

  @MethodSource("streams")
  @FuzzTest(maxDuration = "5m")
  void framesHaveThePayloadsThatWerePackedIntoThem(byte[] script) {
    StreamScript cuts = new StreamScript(script);
    for (Compression compression : Compression.values()) {
      byte[] frames = Frames.packed(compression, script, 1 + cuts.headBytes(0));
      List<String> seen = new ArrayList<>();

      scanFrames(compression, frames, cuts, sink(seen, 0, payload -> 3));

      ByteBuf plain = Unpooled.wrappedBuffer(script);
      assertThat(seen).isEqualTo(WholeStream.heads(plain, payload -> 3));
    }
  }

  @MethodSource("streams")
  @FuzzTest(maxDuration = "5m")
  void anyBytesAreFramesOrMalformed(byte[] script) {
    for (Compression compression : Compression.values()) {
      try {
        scanFrames(
            compression, script, new StreamScript(script), sink(new ArrayList<>(), 0, n -> 3));
      } catch (MalformedFrameException e) {
        assertThat(e).hasMessageContaining(":");
      }
    }
  }

  private static void scanFrames(
      Compression compression, byte[] frames, StreamScript cuts, PayloadSink sink) {
    CompressedScanner scanner = new CompressedScanner(compression, new PacketScanner(sink));
    try {
      int scanned = 0;
      for (int arrived : cuts.arrivals(frames.length)) {
        scanner.scan(Unpooled.wrappedBuffer(frames, scanned, arrived - scanned));
        scanned = arrived;
      }
    } finally {
      scanner.close();
    }
  }

  /** Shown as {@link WholeStream} shows it: an empty payload, or one that begins high enough. */
  private static boolean isOfInterest(String payload) {
    String bytes = payload.substring(payload.lastIndexOf(' ') + 1);
    return bytes.isEmpty() || Integer.parseInt(bytes.substring(0, 2), 16) >= OF_INTEREST;
  }

  static Stream<byte[]> streams() {
    return Stream.of(
        StreamScript.of(0, 4, packets(1, 0, 9, 3), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        StreamScript.of(1, 255, packets(200, 7), 3, 100, 1, 255),
        StreamScript.of(2, 0, packets(5, 5, 5), 6, 6, 6),
        StreamScript.of(3, 5, join(StreamScript.longest(), packets(3, 2)), 2, 2, 2, 255),
        StreamScript.of(0, 5, join(StreamScript.longest(), packets(0, 1)), 5),
        StreamScript.of(0, 8, new byte[] {9, 0, 0, 0, 1, 2}, 1, 4));
  }

  private static byte[] packets(int... lengths) {
    byte[] all = {};
    for (int i = 0; i < lengths.length; i++) {
      byte[] packet = new byte[PacketHeader.BYTES + lengths[i]];
      packet[0] = (byte) lengths[i];
      packet[3] = (byte) i;
      packet[packet.length - 1] |= (byte) i;
      all = join(all, packet);
    }
    return all;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static PayloadSink sink(List<String> seen, int ofInterest, IntUnaryOperator headBytes) {
    return new PayloadSink() {
      @Override
      public int firstByteOfInterest() {
        return ofInterest;
      }

      @Override
      public int headBytes() {
        return headBytes.applyAsInt(seen.size());
      }

      @Override
      public void onPayload(PayloadHead head) {
        seen.add(WholeStream.show(head));
      }
    };
  }

  /** Says no to a payload as often as the script wants, before it lets it pass. */
  private static final class Moody implements Gate.Keeper {

    final List<String> passed = new ArrayList<>();
    private final StreamScript script;
    private int refusals;
    boolean isCooperative;

    Moody(StreamScript script) {
      this.script = script;
    }

    @Override
    public int headBytes() {
      return script.headBytes(passed.size());
    }

    @Override
    public boolean mayPass(PayloadHead head, boolean canWait) {
      if (!isCooperative && refusals < script.refusals()) {
        refusals++;
        return false;
      }
      refusals = 0;
      passed.add(WholeStream.show(head));
      return true;
    }
  }
}
