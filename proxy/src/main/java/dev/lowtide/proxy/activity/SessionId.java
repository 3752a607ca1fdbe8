package dev.lowtide.proxy.activity;

/** Our own number for a session, unique while the process lives; not the server's thread id. */
public record SessionId(long value) {

  @Override
  public String toString() {
    return "s" + value;
  }
}
