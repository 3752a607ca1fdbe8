/**
 * The window out: what the proxy tells of its sessions, in types that any process could carry.
 *
 * <p>In: facts published by event loops. Out: {@link dev.lowtide.proxy.activity.ActivityEvent}s for
 * what flows and {@link dev.lowtide.proxy.activity.SessionSnapshot}s for what is. Looks into
 * nothing but the JDK.
 */
@NullMarked
package dev.lowtide.proxy.activity;

import org.jspecify.annotations.NullMarked;
