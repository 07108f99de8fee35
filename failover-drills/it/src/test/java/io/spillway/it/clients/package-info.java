/** Clients that others have made: Envoy and gRPC, as they come, on our control plane. Start at {@code GrpcFailoverTest}. */
@NullMarked
package io.spillway.it.clients;

import org.jspecify.annotations.NullMarked;
