package dev.lowtide.proxy.session;

import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.protocol.PayloadReader;

/** Joins two rooms that do not know each other: where a payload lies, and what is in it. */
final class Heads {

  private Heads() {}

  static PayloadReader reader(PayloadHead head) {
    return new PayloadReader(head.buffer(), head.index(), head.available());
  }
}
