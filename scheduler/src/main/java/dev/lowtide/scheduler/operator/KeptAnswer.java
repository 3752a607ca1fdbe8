package dev.lowtide.scheduler.operator;

import org.jspecify.annotations.Nullable;

/**
 * What was answered.
 *
 * @param status of HTTP
 * @param location empty if there is none
 * @param body null if it is not kept: it has a secret in it, or is too long
 */
public record KeptAnswer(int status, String contentType, String location, @Nullable String body) {}
