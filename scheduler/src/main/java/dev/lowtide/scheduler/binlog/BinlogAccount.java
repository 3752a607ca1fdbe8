package dev.lowtide.scheduler.binlog;

/** Where the server is, and whom we are there. */
record BinlogAccount(String host, int port, String user, String password) {

  @Override
  public String toString() {
    return user + "@" + host + ":" + port;
  }
}
