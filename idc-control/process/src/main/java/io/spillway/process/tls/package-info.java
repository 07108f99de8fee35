/**
 * Who a process is and whom it believes, by certificates in files that may change while it runs. Knows the JDK only; those
 * who speak TLS put it into their contexts. Start at {@link io.spillway.process.tls.OwnIdentity}.
 */
@NullMarked
package io.spillway.process.tls;

import org.jspecify.annotations.NullMarked;
