/**
 * java-control-plane as a program. Nothing of ours uses it; only this package needs the module's optional dependencies.
 * Start at {@link io.spillway.control.peers.server.JavaControlPlane}.
 */
@NullMarked
package io.spillway.control.peers.server;

import org.jspecify.annotations.NullMarked;
