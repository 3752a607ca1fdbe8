package dev.lowtide.scheduler.operator;

/**
 * What a program calls its request, so that it can ask again without asking for it twice. All of
 * them are hashes in hexadecimal.
 *
 * @param id of the caller and the key that they gave it
 * @param caller who asks: a person or a token
 * @param request what is asked for
 */
public record AnswerKey(String id, String caller, String request) {}
