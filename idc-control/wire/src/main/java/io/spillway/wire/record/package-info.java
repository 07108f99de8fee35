/**
 * What stands in the registry and goes between IDCs, as protobuf. Start at {@link io.spillway.wire.record.Records} for the
 * registry and {@link io.spillway.wire.record.ReplicatedRecords} for what peers exchange.
 */
@NullMarked
package io.spillway.wire.record;

import org.jspecify.annotations.NullMarked;
