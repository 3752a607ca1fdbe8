package dev.lowtide.scheduler.innodb;

/**
 * How a tablespace is cut into pages and extents, as the flags in its header say. See {@code
 * fsp_flags_*} in the MySQL source documentation.
 *
 * @param pageSize in the file
 * @param logicalPageSize in memory; larger than that in the file if rows are compressed
 */
record SpaceShape(
    int pageSize, int logicalPageSize, boolean isZip, boolean isShared, boolean isEncrypted) {

  private static final int KNOWN_BITS = 0x7fff;
  private static final int DESCRIPTOR_HEAD = 24;
  private static final int MIB = 1 << 20;

  static SpaceShape ofFlags(long flags) throws UnreadableSpaceException {
    int zip = (int) (flags >> 1 & 0xf);
    int page = (int) (flags >> 6 & 0xf);
    boolean isPossible =
        (flags & ~KNOWN_BITS) == 0 && zip <= 5 && (page == 0 || page >= 3) && page <= 7;
    int logical = page == 0 ? 16384 : 512 << page;
    int physical = zip == 0 ? logical : 512 << zip;
    if (!isPossible || physical > logical) {
      throw new UnreadableSpaceException(
          "flags of the tablespace: 0x"
              + Long.toHexString(flags)
              + " (expected: those of MySQL 5.7 to 9.x)");
    }
    return new SpaceShape(
        physical, logical, zip != 0, (flags >> 11 & 1) != 0, (flags >> 13 & 1) != 0);
  }

  /**
   * 1 MiB up to pages of 16 KiB, 64 pages beyond; a compressed page takes a logical one's place.
   */
  int extentPages() {
    return logicalPageSize <= 16384 ? MIB / logicalPageSize : 64;
  }

  /** The first page of so many describes all of them. */
  int descriptorPeriod() {
    return pageSize;
  }

  /** Two bits a page. */
  int descriptorBytes() {
    return DESCRIPTOR_HEAD + extentPages() / 4;
  }
}
