package dev.lowtide.proxy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.LeakPresenceDetector;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoLeaksTest {

  @ParameterizedTest
  @MethodSource("buffers")
  void aBufferThatWasNotReleasedIsFound(Supplier<ByteBuf> allocated) {
    ByteBuf buffer = allocated.get();

    // What was told once counts no more, so the buffer must not be released either.
    assertThatThrownBy(LeakPresenceDetector::check)
        .as("%s", buffer)
        .hasStackTraceContaining("NoLeaksTest");
  }

  static Stream<Supplier<ByteBuf>> buffers() {
    ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
    return Stream.of(allocator::buffer, allocator::heapBuffer, allocator::compositeBuffer);
  }
}
