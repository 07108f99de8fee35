/**
 * What happens after an attempt: respond, retry, fail over or give up; who is ejected; which requests go in circles. Start
 * at {@link io.spillway.gateway.failover.FailoverPolicy}.
 */
@NullMarked
package io.spillway.gateway.failover;

import org.jspecify.annotations.NullMarked;
