package io.spillway.gateway.xds.sample;

import io.spillway.control.Main;

/** A deliberate offender. */
class GatewayThatKnowsControl {

    final Class<?> control = Main.class;
}
