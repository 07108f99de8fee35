/** The service that is asked, and told how to misbehave. Start at {@link io.spillway.drill.bench.instance.InstanceMain}. */
@NullMarked
package io.spillway.drill.bench.instance;

import org.jspecify.annotations.NullMarked;
