/** The store on each kind of server it can be kept on, and without it. */
@NullMarked
package dev.lowtide.it.store;

import org.jspecify.annotations.NullMarked;
