/** What is said of a table's files, held against what a real server makes of the table. */
@NullMarked
package dev.lowtide.it.estimate;

import org.jspecify.annotations.NullMarked;
