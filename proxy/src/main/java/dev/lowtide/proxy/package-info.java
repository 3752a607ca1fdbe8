/**
 * The data plane: a transparent MySQL proxy that tells what its sessions do.
 *
 * <p>In: {@link dev.lowtide.proxy.ProxyConfig}. Out: a {@link dev.lowtide.proxy.ProxyServer} with
 * its two windows, activity and hold. Looks into all rooms of the proxy; has never heard of InnoDB.
 */
@NullMarked
package dev.lowtide.proxy;

import org.jspecify.annotations.NullMarked;
