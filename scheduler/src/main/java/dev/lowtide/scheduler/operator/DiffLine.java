package dev.lowtide.scheduler.operator;

/**
 * A line of a plan beside the last revision's.
 *
 * @param sign plus for one that was added, minus for one that was taken away, a space for neither
 */
public record DiffLine(char sign, String text) {}
