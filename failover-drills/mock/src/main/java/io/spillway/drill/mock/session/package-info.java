/**
 * What a data plane knows and says on a stream, without a network: what comes in are responses, steps and the time, what
 * goes out are requests, violations of the server, and facts. Start at {@link io.spillway.drill.mock.session.Session}.
 */
@NullMarked
package io.spillway.drill.mock.session;

import org.jspecify.annotations.NullMarked;
