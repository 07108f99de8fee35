/**
 * The audit: records of what operators did, each chained to the one before by a hash. Pure. Start at
 * {@link io.spillway.wire.audit.AuditChain}.
 */
@NullMarked
package io.spillway.wire.audit;

import org.jspecify.annotations.NullMarked;
