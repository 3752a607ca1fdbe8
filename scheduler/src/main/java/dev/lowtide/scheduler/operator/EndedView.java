package dev.lowtide.scheduler.operator;

/**
 * A session that was ended.
 *
 * @param session as it was
 * @param text what was done, in words
 */
public record EndedView(EndableView session, String text) {}
