/**
 * What this control node knows: immutable {@link io.spillway.control.state.ControlState} versions with inverted indexes,
 * kept by one thread ({@link io.spillway.control.state.StateKeeper}) from the registry's events. An event names what it
 * touches ({@link io.spillway.control.state.Touched}); nothing here looks at all resources for the sake of one.
 */
@NullMarked
package io.spillway.control.state;

import org.jspecify.annotations.NullMarked;
