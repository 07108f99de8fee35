/**
 * Asks a control plane. Start at {@link io.spillway.ctl.client.ControlClient}. Speaks HTTP/1.1 on plain sockets, one
 * request on each: that starts fastest, and tells exactly whether a write can have arrived.
 */
@NullMarked
package io.spillway.ctl.client;

import org.jspecify.annotations.NullMarked;
