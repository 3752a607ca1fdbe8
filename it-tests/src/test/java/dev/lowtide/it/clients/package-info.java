/**
 * Drivers and tools that people use, held to one rule: what they say and what they are told is the
 * same through the proxy as without it.
 *
 * <p>In: a server, a proxy before it. Out: transcripts that are equal. A client that the machine
 * lacks is fetched by the harness.
 */
@NullMarked
package dev.lowtide.it.clients;

import org.jspecify.annotations.NullMarked;
