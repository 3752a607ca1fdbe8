package dev.lowtide.scheduler.innodb;

/** What a page says it is. See {@code fil0fil.h} in the MySQL source documentation. */
final class PageType {

  /** Where it stands in a page. */
  static final int AT = 24;

  static final int FSP_HDR = 8;
  static final int SDI = 17853;
  static final int RTREE = 17854;
  static final int INDEX = 17855;

  private static final int BLOB = 10;
  private static final int ZBLOB2 = 12;
  private static final int PAGE_COMPRESSED = 14;
  static final int ENCRYPTED = 15;
  private static final int ENCRYPTED_RTREE = 17;
  private static final int SDI_BLOB = 18;
  private static final int LOB_INDEX = 22;
  private static final int ZLOB_FRAG_ENTRY = 29;

  private PageType() {}

  static boolean isTree(int type) {
    return type == INDEX || type == RTREE || type == SDI;
  }

  /** Values that are too long for their row, of users' tables. */
  static boolean isLongValue(int type) {
    return (type >= BLOB && type <= ZBLOB2) || (type >= LOB_INDEX && type <= ZLOB_FRAG_ENTRY);
  }

  /** Those of the server's own description of a table. */
  static boolean isSdiLongValue(int type) {
    return type == SDI_BLOB || type == SDI_BLOB + 1;
  }

  /** Compressed or encrypted on its way to the file: its head is readable, and nothing else. */
  static boolean isVeiled(int type) {
    return type >= PAGE_COMPRESSED && type <= ENCRYPTED_RTREE;
  }

  static String veil(int type) {
    return switch (type) {
      case PAGE_COMPRESSED -> "compressed by pages (COMPRESSION=)";
      case ENCRYPTED, ENCRYPTED_RTREE -> "encrypted";
      default -> "compressed by pages and encrypted";
    };
  }
}
