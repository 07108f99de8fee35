/** Tests of the client on sockets that do what they should not. */
@NullMarked
package io.spillway.ctl.client;

import org.jspecify.annotations.NullMarked;
