/** What goes over wires and into stores: documents, records, xDS names. Start at io.spillway.wire.document. */
@NullMarked
package io.spillway.wire;

import org.jspecify.annotations.NullMarked;
