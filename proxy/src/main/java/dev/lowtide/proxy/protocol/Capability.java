package dev.lowtide.proxy.protocol;

/**
 * The capability flags that we must know to follow a conversation ("Capabilities Flags"); from bit
 * 32 on MariaDB's own ("Connection Phase", extended capabilities).
 */
public enum Capability {
  /** MariaDB calls it CLIENT_MYSQL: whoever leaves it out has 32 more flags to show. */
  CLIENT_LONG_PASSWORD(0),
  CLIENT_CONNECT_WITH_DB(3),
  CLIENT_COMPRESS(5),
  CLIENT_PROTOCOL_41(9),
  CLIENT_SSL(11),
  CLIENT_SECURE_CONNECTION(15),
  CLIENT_PLUGIN_AUTH(19),
  CLIENT_CONNECT_ATTRS(20),
  CLIENT_PLUGIN_AUTH_LENENC_CLIENT_DATA(21),
  CLIENT_SESSION_TRACK(23),
  CLIENT_DEPRECATE_EOF(24),
  CLIENT_OPTIONAL_RESULTSET_METADATA(25),
  CLIENT_ZSTD_COMPRESSION_ALGORITHM(26),
  CLIENT_QUERY_ATTRIBUTES(27),
  MARIADB_CLIENT_PROGRESS(32),
  MARIADB_CLIENT_STMT_BULK_OPERATIONS(34),
  MARIADB_CLIENT_EXTENDED_METADATA(35),
  MARIADB_CLIENT_CACHE_METADATA(36),
  MARIADB_CLIENT_BULK_UNIT_RESULTS(37);

  private final long bit;

  Capability(int position) {
    this.bit = 1L << position;
  }

  long bit() {
    return bit;
  }
}
