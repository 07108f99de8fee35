package io.spillway.sync.sample;

/** A deliberate offender. */
class SyncHelper {}
