package io.spillway.sync.sample;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** A deliberate offender. */
class SyncThatCounts {

    final MeterRegistry meters = new SimpleMeterRegistry();
}
