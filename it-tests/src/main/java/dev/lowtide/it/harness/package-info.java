/**
 * A real server, started without Docker and without root, and a running Lowtide in front of it.
 *
 * <p>In: nothing but the class path. Out: servers that are gone when the process is.
 */
@NullMarked
package dev.lowtide.it.harness;

import org.jspecify.annotations.NullMarked;
