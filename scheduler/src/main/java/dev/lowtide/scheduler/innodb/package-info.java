/**
 * Files of InnoDB, read where they lie: what every page holds, by whom it is used, and how full it
 * is.
 *
 * <p>In: the path of a tablespace file, MySQL 5.7 to 9.x. Out: a {@link
 * dev.lowtide.scheduler.innodb.SpaceScan}, or the reason why there is none; never an exception,
 * whatever the file holds. Only ever reads. Looks into nothing of ours.
 *
 * <p>The format is that of the pages "InnoDB Page Structure" and "File space" of the MySQL source
 * documentation (fil0types.h, fsp0fsp.h, page0types.h, rem0rec.h).
 */
@NullMarked
package dev.lowtide.scheduler.innodb;

import org.jspecify.annotations.NullMarked;
