package io.spillway.sync.sample;

import io.spillway.registry.Registry;

/** A deliberate offender. */
class SyncThatReadsTheRegistry {

    final Class<?> registry = Registry.class;
}
