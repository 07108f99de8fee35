/**
 * The resources that data planes and peers are served, as xDS protobufs: built from the state, one service or host at a
 * time, versioned by their content, serialised once. Start at {@link io.spillway.control.snapshot.CatalogBuilder}.
 */
@NullMarked
package io.spillway.control.snapshot;

import org.jspecify.annotations.NullMarked;
