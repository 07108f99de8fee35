/**
 * What every source must prove: a test class of a source extends {@link io.spillway.sync.kit.SourceKit}. Nothing here runs in a
 * process.
 */
@NullMarked
package io.spillway.sync.kit;

import org.jspecify.annotations.NullMarked;
