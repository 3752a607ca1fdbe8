package dev.lowtide.scheduler.quiet;

/** Something that must hold for the server to be quiet. Told of every look, in order. */
interface ServerCondition {

  Signal signal();

  Finding judge(Signals seen);

  /** Nothing could be seen at all. */
  default Finding unseen() {
    return Finding.blind(Words.UNSEEN, "");
  }
}
