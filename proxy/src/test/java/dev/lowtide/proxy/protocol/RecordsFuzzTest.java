package dev.lowtide.proxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whatever the bytes of a payload: it is a record, or it is malformed. */
class RecordsFuzzTest {

  private static final Capabilities TRACKING = Capabilities.of(Capability.CLIENT_SESSION_TRACK);

  private static final Capabilities MASKED =
      Capabilities.of(
          Capability.CLIENT_COMPRESS,
          Capability.CLIENT_ZSTD_COMPRESSION_ALGORITHM,
          Capability.CLIENT_OPTIONAL_RESULTSET_METADATA);

  /** The byte with CLIENT_COMPRESS, the byte with the two others, and MariaDB's four. */
  private static final int MASKED_BYTES = 1 + 1 + 4;

  @FuzzTest(maxDuration = "5m")
  void everyPayloadIsARecordOrMalformed(byte[] payload) {
    read(payload, bytes -> HandshakeResponse.read(new PayloadReader(bytes)));
    read(payload, bytes -> OkPacket.read(new PayloadReader(bytes), TRACKING, true));
    read(payload, bytes -> OkPacket.read(new PayloadReader(bytes), Capabilities.NONE, false));
    read(payload, bytes -> EofPacket.read(new PayloadReader(bytes)));
    read(payload, bytes -> PrepareOk.read(new PayloadReader(bytes)));
    read(payload, RecordsFuzzTest::textBehindAttributes);
  }

  @FuzzTest(maxDuration = "5m")
  void whatIsMaskedInAGreetingIsNotOfferedAndNothingElseChanges(byte[] payload) {
    ByteBuf bytes = Unpooled.copiedBuffer(payload);
    Greeting greeting = read(payload, Greeting::read);
    if (greeting != null) {
      Greeting masked = greeting.mask(bytes, MASKED);

      assertThat(Greeting.read(bytes)).isEqualTo(masked);
      assertThat(masked.capabilities()).isEqualTo(greeting.capabilities().without(MASKED));
      assertThat(differences(payload, bytes)).isLessThanOrEqualTo(MASKED_BYTES);
    }
  }

  /** What a reader makes of the payload, which it leaves as it was; null if it is malformed. */
  private static <T> @Nullable T read(byte[] payload, Function<ByteBuf, T> reader) {
    ByteBuf bytes = Unpooled.copiedBuffer(payload);
    T record;
    try {
      record = reader.apply(bytes);
    } catch (MalformedPacketException e) {
      assertThat(e).hasMessageMatching("(?s).+");
      record = null;
    }
    assertThat(differences(payload, bytes)).isZero();
    return record;
  }

  private static String textBehindAttributes(ByteBuf bytes) {
    PayloadReader reader = new PayloadReader(bytes);
    QueryAttributes.skip(reader);
    return reader.rest();
  }

  private static int differences(byte[] payload, ByteBuf bytes) {
    assertThat(bytes.writerIndex()).isEqualTo(payload.length);
    int differences = 0;
    for (int i = 0; i < payload.length; i++) {
      differences += payload[i] == bytes.getByte(i) ? 0 : 1;
    }
    return differences;
  }
}
