package dev.lowtide.scheduler.quiet;

/** Something that must hold for a table to be quiet. */
interface TableCondition {

  Signal signal();

  Finding judge(TableSignals seen);
}
