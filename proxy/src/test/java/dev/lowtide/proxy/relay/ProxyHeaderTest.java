package dev.lowtide.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.relay.ProxyProtocol.ToBackend;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ProxyHeaderTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 127.0.0.1, PROXY TCP4 192.0.2.7 127.0.0.1 40000 3307",
    "2001:db8::7, ::1, PROXY TCP6 2001:db8::7 ::1 40000 3307",
    "192.0.2.7, 2001:db8::1, PROXY TCP6 ::ffff:192.0.2.7 2001:db8::1 40000 3307",
    "2001:db8::7, 127.0.0.1, PROXY TCP6 2001:db8::7 ::ffff:127.0.0.1 40000 3307",
  })
  void theFirstVersionIsALine(String client, String listener, String line) throws Exception {
    ByteBuf header = Unpooled.buffer();
    ProxyHeader.write(header, ToBackend.V1, origin(client, listener));

    assertThat(header.toString(StandardCharsets.US_ASCII)).isEqualTo(line + "\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 127.0.0.1, TCP4, 192.0.2.7, 127.0.0.1, 28",
    "2001:db8::7, ::1, TCP6, 2001:db8:0:0:0:0:0:7, 0:0:0:0:0:0:0:1, 52",
    "192.0.2.7, 2001:db8::1, TCP6, 0:0:0:0:0:ffff:c000:207, 2001:db8:0:0:0:0:0:1, 52",
  })
  void othersReadTheSecondVersion(
      String client, String listener, String protocol, String source, String target, int bytes)
      throws Exception {
    ByteBuf header = Unpooled.buffer();
    ProxyHeader.write(header, ToBackend.V2, origin(client, listener));

    assertThat(header.readableBytes()).isEqualTo(bytes);
    HAProxyMessage read = read(header);
    assertThat(read.proxiedProtocol()).isEqualTo(HAProxyProxiedProtocol.valueOf(protocol));
    assertThat(read.sourceAddress()).isEqualTo(source);
    assertThat(read.destinationAddress()).isEqualTo(target);
    assertThat(read.sourcePort()).isEqualTo(40000);
    assertThat(read.destinationPort()).isEqualTo(3307);
    read.release();
  }

  @ParameterizedTest
  @EnumSource(value = ToBackend.class, mode = Mode.EXCLUDE, names = "OFF")
  void aBalancersOwnConnectionIsNobodys(ToBackend version) throws Exception {
    ByteBuf header = Unpooled.buffer();
    ProxyHeader.write(header, version, origin("192.0.2.7", "127.0.0.1").balancer());

    HAProxyMessage read = read(header);
    assertThat(read.proxiedProtocol()).isEqualTo(HAProxyProxiedProtocol.UNKNOWN);
    assertThat(read.command())
        .isEqualTo(version == ToBackend.V1 ? HAProxyCommand.PROXY : HAProxyCommand.LOCAL);
    assertThat(read.sourceAddress()).isNull();
    read.release();
  }

  @Test
  void nothingIsSaidIfNothingIsWanted() throws Exception {
    ByteBuf header = Unpooled.buffer();

    ProxyHeader.write(header, ToBackend.OFF, origin("192.0.2.7", "127.0.0.1"));

    assertThat(header.readableBytes()).isZero();
  }

  private static HAProxyMessage read(ByteBuf header) {
    EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
    channel.writeInbound(header);
    return channel.readInbound();
  }

  private static ClientOrigin origin(String client, String listener) throws Exception {
    return ClientOrigin.direct(
        new InetSocketAddress(InetAddress.getByName(client), 40000),
        new InetSocketAddress(InetAddress.getByName(listener), 3307));
  }
}
