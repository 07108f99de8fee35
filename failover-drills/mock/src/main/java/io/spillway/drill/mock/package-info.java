/**
 * Mock data planes: thousands of xDS clients in one process, which do what a scenario says and watch that the server keeps
 * to the protocol. Programs start at {@link io.spillway.drill.mock.fleet.MockFleet}, people at {@code spillway mock}.
 */
@NullMarked
package io.spillway.drill.mock;

import org.jspecify.annotations.NullMarked;
