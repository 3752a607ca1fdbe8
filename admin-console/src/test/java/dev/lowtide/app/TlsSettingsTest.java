package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.TlsConfig;
import dev.lowtide.proxy.relay.BackendTls;
import dev.lowtide.proxy.relay.ClientTls;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsSettingsTest {

  @TempDir private Path folder;
  private Configs configs;

  @BeforeEach
  void setUp() {
    configs = new Configs(folder);
  }

  @Test
  void withoutAWordTheBackendsLegDoesAsTheClients() throws Exception {
    assertThat(configs.settings(Configs.LEAST).proxy().tls()).isEqualTo(TlsConfig.AS_CLIENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: as-client | PREFERRED | AS_CLIENT",
        "mode: passthrough | PASSTHROUGH | AS_CLIENT",
        "mode: as-client, clients: required | REQUIRED | AS_CLIENT",
        "mode: passthrough, clients: passthrough | PASSTHROUGH | AS_CLIENT",
        "clients: off | OFF | AS_CLIENT",
        "clients: off, backend: required | OFF | REQUIRED",
        "clients: preferred, backend: off | PREFERRED | OFF",
        "clients: passthrough | PASSTHROUGH | AS_CLIENT",
        "clients: required, backend: preferred | REQUIRED | PREFERRED",
        "clients: verify-ca, clientCa: ca.pem | VERIFY_CA | AS_CLIENT",
        "clients: verify-identity, clientCa: ca.pem | VERIFY_IDENTITY | AS_CLIENT",
        "backend: verify-ca, backendCa: ca.pem | PREFERRED | VERIFY_CA",
        "backend: verify-identity, backendCa: ca.pem | PREFERRED | VERIFY_IDENTITY",
      })
  void eachLegIsSetForItself(String text, ClientTls clients, BackendTls backend) throws Exception {
    TlsConfig tls = tls(text);

    assertThat(tls.clients()).isEqualTo(clients);
    assertThat(tls.backend()).isEqualTo(backend);
  }

  @Test
  void filesGoWhereTheyBelong() throws Exception {
    assertThat(
            tls(
                "clients: verify-ca, backend: verify-identity, certificate: a, key: b, clientCa: c,"
                    + " backendCa: d, backendCertificate: e, backendKey: f"))
        .isEqualTo(
            new TlsConfig(
                ClientTls.VERIFY_CA,
                BackendTls.VERIFY_IDENTITY,
                Path.of("a"),
                Path.of("b"),
                Path.of("c"),
                Path.of("d"),
                Path.of("e"),
                Path.of("f")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: required | proxy.tls.mode: 'required' (expected: as-client or passthrough; other ways stand in proxy.tls.clients and proxy.tls.backend)",
        "clients: maybe | proxy.tls.clients: 'maybe' (expected: off, preferred, required, verify-ca, verify-identity, passthrough)",
        "clients: REQUIRED | proxy.tls.clients: 'REQUIRED' (expected: off, preferred, required, verify-ca, verify-identity, passthrough)",
        "backend: maybe | proxy.tls.backend: 'maybe' (expected: as-client, off, preferred, required, verify-ca, verify-identity)",
        "clients: passthrough, backend: off | proxy.tls.backend: 'off' (expected: nothing with proxy.tls.clients: passthrough)",
        "mode: passthrough, backend: required | proxy.tls.backend: 'required' (expected: nothing with proxy.tls.clients: passthrough)",
        "mode: as-client, backend: required | proxy.tls.mode: 'as-client' (expected: nothing with proxy.tls.backend: required)",
        "mode: as-client, clients: passthrough | proxy.tls.mode: 'as-client' (expected: passthrough, or nothing, with clients: passthrough)",
        "mode: passthrough, clients: required | proxy.tls.mode: 'passthrough' (expected: nothing with proxy.tls.clients: required)",
        "clients: verify-ca | proxy.tls.clientCa: missing (expected: a file, for proxy.tls.clients: verify-ca)",
        "backend: verify-identity | proxy.tls.backendCa: missing (expected: a file, for proxy.tls.backend: verify-identity)",
        "clientCa: ca.pem | proxy.tls.clientCa: 'ca.pem' is of no use (expected: verify-ca or verify-identity for proxy.tls.clients)",
        "backend: off, backendCa: ca.pem | proxy.tls.backendCa: 'ca.pem' is of no use (expected: TLS with the backend, for which proxy.tls leaves no way)",
        "clients: off, backendCertificate: c, backendKey: k | proxy.tls.backendCertificate: 'c' is of no use (expected: TLS with the backend, for which proxy.tls leaves no way)",
        "clients: passthrough, backendCa: ca.pem | proxy.tls.backendCa: 'ca.pem' is of no use (expected: TLS with the backend, for which proxy.tls leaves no way)",
        "certificate: cert.pem | proxy.tls: certificate cert.pem, key null (expected: both or neither)",
        "key: key.pem | proxy.tls: certificate null, key key.pem (expected: both or neither)",
        "backendKey: key.pem | proxy.tls: backendCertificate null, backendKey key.pem (expected: both or neither)",
      })
  void whatCannotBeOrContradictsIsOneLine(String text, String words) {
    assertThatThrownBy(() -> tls(text)).isInstanceOf(ConfigException.class).hasMessage(words);
  }

  private TlsConfig tls(String text) throws Exception {
    return configs.settings(Configs.with("proxy.tls", "{ " + text + " }")).proxy().tls();
  }
}
