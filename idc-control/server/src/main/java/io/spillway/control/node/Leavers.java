package io.spillway.control.node;

import io.spillway.control.drain.Finalizer;
import io.spillway.control.drain.Releases;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.state.StateChange;
import io.spillway.model.resource.Kind;

/** Those who want to know which workloads leave, and which are gone. Told on the state's thread. */
record Leavers(Finalizer finalizer, Releases releases, Freshness freshness) {

    /** The catalog has been handed to all clients, and everybody sees the new state. */
    void onChange(StateChange change, Catalog catalog) {
        finalizer.onChange(change, catalog);
        for (StateChange.Changed changed : change.resources()) {
            if (changed.after() == null && changed.newest().kind() == Kind.WORKLOAD_ENTRY) {
                String workload = changed.newest().name();
                freshness.forget(workload);
                releases.gone(workload);
            }
        }
    }
}
