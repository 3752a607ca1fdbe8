package dev.lowtide.proxy.protocol;

/** A set of capability flags; those without a name here are kept as they came. */
public record Capabilities(long bits) {

  public static final Capabilities NONE = new Capabilities(0);

  public boolean has(Capability capability) {
    return (bits & capability.bit()) != 0;
  }

  /** Whether MariaDB's own flags belong to them. */
  boolean isMariaDb() {
    return !has(Capability.CLIENT_LONG_PASSWORD);
  }

  /** These with MariaDB's flags beside them, where they are told apart from zeros. */
  Capabilities withMariaDbFlags(long flags) {
    return isMariaDb() ? new Capabilities(bits | flags << 32) : this;
  }

  public boolean hasAny(Capabilities others) {
    return (bits & others.bits) != 0;
  }

  public Capabilities and(Capabilities others) {
    return new Capabilities(bits & others.bits);
  }

  public Capabilities without(Capabilities others) {
    return new Capabilities(bits & ~others.bits);
  }

  public static Capabilities of(Capability... capabilities) {
    long bits = 0;
    for (Capability capability : capabilities) {
      bits |= capability.bit();
    }
    return new Capabilities(bits);
  }
}
