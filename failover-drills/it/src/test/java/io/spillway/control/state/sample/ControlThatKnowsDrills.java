package io.spillway.control.state.sample;

import io.spillway.drill.Main;

/** A deliberate offender. */
class ControlThatKnowsDrills {

    final Class<?> drill = Main.class;
}
