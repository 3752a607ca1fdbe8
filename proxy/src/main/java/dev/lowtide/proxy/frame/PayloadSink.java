package dev.lowtide.proxy.frame;

/** Who reads the heads that a {@link PacketScanner} finds. */
public interface PayloadSink {

  /** How many of the next payload's bytes are wanted; asked anew for each. */
  int headBytes();

  /**
   * Payloads that begin with a lower byte than this may be passed over unseen, from the next one on
   * until one was handed over; asked anew then. 0: all are wanted.
   */
  int firstByteOfInterest();

  /** The next payload, as soon as the wanted bytes are here. Its tail may still be on the way. */
  void onPayload(PayloadHead head);
}
