/** Guards, plans and the control plane's API, each alone. What a source must do as a whole is in registry-sync/kit. */
@NullMarked
package io.spillway.sync.ingest;

import org.jspecify.annotations.NullMarked;
