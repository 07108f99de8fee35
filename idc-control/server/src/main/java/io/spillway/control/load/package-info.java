/**
 * Load reports: data planes tell over LRS what became of their requests, and this package keeps the rates of all of them
 * together. Start at {@link io.spillway.control.load.LoadService}, the gRPC side; what a message means is decided in
 * {@link io.spillway.control.load.LoadReader}, what is remembered of it in {@link io.spillway.control.load.LoadBook}.
 */
@NullMarked
package io.spillway.control.load;

import org.jspecify.annotations.NullMarked;
