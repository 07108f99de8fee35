/**
 * The registry inside the control process: one node only, durable on one H2 MVStore file. Start at
 * {@link io.spillway.registry.embedded.EmbeddedRegistry}; {@code DurableStore} is the disk, {@code History} what watches
 * read.
 */
@NullMarked
package io.spillway.registry.embedded;

import org.jspecify.annotations.NullMarked;
