package dev.lowtide.scheduler.innodb;

/** A file is not what it should be. Never leaves this room: the scanner makes a reason of it. */
final class UnreadableSpaceException extends Exception {

  private static final long serialVersionUID = 1;

  UnreadableSpaceException(String message) {
    super(message);
  }
}
