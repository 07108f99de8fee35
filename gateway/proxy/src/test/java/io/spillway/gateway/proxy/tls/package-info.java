/** Certificates that are wrong, late, missing or somebody else's; one class per disaster. */
@NullMarked
package io.spillway.gateway.proxy.tls;

import org.jspecify.annotations.NullMarked;
