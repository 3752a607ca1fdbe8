package dev.lowtide.proxy.hold;

import java.time.Duration;

/**
 * What a hold has done so far.
 *
 * @param waiting statements that wait now
 * @param held statements that have waited, those that wait now included
 * @param expired statements that went on at the deadline, not by a release
 * @param awaited sessions whose open transaction, belongings or command in flight touch the scope
 * @param longestWait the longest any statement has waited, still waiting or not
 */
public record HoldCounts(int waiting, int held, int expired, int awaited, Duration longestWait) {}
