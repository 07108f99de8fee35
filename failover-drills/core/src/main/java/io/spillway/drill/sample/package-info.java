/** The sample services of the demo, each a process of its own. Start at {@link io.spillway.drill.sample.SampleServiceMain}. */
@NullMarked
package io.spillway.drill.sample;

import org.jspecify.annotations.NullMarked;
