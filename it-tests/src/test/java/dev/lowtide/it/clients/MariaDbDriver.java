package dev.lowtide.it.clients;

import dev.lowtide.it.clients.JdbcConversation.Extra;
import java.util.List;
import java.util.stream.Stream;

/** What holds for MariaDB's Connector/J, whichever server it speaks to. */
final class MariaDbDriver {

  private MariaDbDriver() {}

  /** Each of the options without TLS and with it. */
  static Stream<String> crossed(String... options) {
    return JdbcConversation.crossed(List.of("sslMode=disable", "sslMode=trust"), options);
  }

  /** Compressed, it does not send files to their end, with or without a proxy. */
  static Extra[] extras(String options) {
    return options.contains("useCompression")
        ? new Extra[] {Extra.SEVERAL_STATEMENTS}
        : Extra.of(options);
  }
}
