package dev.lowtide.scheduler.operator;

import java.time.Instant;

/**
 * What a program signs in with, without its secret.
 *
 * @param label what it is for, in its owner's words
 */
public record AccessToken(long id, String label, TokenScope scope, Instant expiresAt) {}
