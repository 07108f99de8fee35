/**
 * What operators did, chained in the registry: appended in the transaction of the write itself, read by pages, looked through
 * in pieces. Start at {@link io.spillway.control.audit.AuditLog}.
 */
@NullMarked
package io.spillway.control.audit;

import org.jspecify.annotations.NullMarked;
