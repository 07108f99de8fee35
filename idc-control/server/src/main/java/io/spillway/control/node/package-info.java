/**
 * One control node put together, and what it answers: {@link io.spillway.control.node.ControlNode} wires the parts,
 * {@link io.spillway.control.node.NodeService} is the framework-free service behind the HTTP API.
 */
@NullMarked
package io.spillway.control.node;

import org.jspecify.annotations.NullMarked;
