package io.spillway.control.state.sample;

import io.spillway.sync.Main;

/** A deliberate offender. */
class ControlThatKnowsSync {

    final Class<?> sync = Main.class;
}
