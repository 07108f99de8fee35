package io.spillway.sync.sample;

import io.spillway.control.Main;

/** A deliberate offender. */
class SyncThatKnowsControl {

    final Class<?> control = Main.class;
}
