package io.spillway.sync.sample;

import java.util.function.LongSupplier;

/** A deliberate offender. */
class SyncThatReadsTheClock {

    final LongSupplier clock = System::nanoTime;
}
