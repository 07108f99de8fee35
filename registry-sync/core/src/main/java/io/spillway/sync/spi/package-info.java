/**
 * What a place implements from which registry-sync takes workloads: a folder of files, a foreign registry. Start at
 * {@link io.spillway.sync.spi.SourceKind}; {@code registry-sync/kit} has the tests that every source must pass. A source only
 * says what it reads: what is written, held and removed is decided in {@code io.spillway.sync.ingest}.
 */
@NullMarked
package io.spillway.sync.spi;

import org.jspecify.annotations.NullMarked;
