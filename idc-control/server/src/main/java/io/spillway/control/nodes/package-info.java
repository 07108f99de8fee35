/**
 * The control nodes of one IDC that live now, and how they share work: each holds a record in the registry under a lease
 * and follows the records of the others. Start at {@link io.spillway.control.nodes.NodeKeeper}; who does what is decided
 * by {@link io.spillway.control.nodes.LiveNodes#owns}.
 */
@NullMarked
package io.spillway.control.nodes;

import org.jspecify.annotations.NullMarked;
