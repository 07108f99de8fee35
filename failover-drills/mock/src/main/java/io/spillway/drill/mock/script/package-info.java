/**
 * What a mock data plane does, step by step, as data. Start at {@link io.spillway.drill.mock.script.Step}.
 */
@NullMarked
package io.spillway.drill.mock.script;

import org.jspecify.annotations.NullMarked;
