package io.spillway.control.imports;

import io.spillway.registry.Compare;
import io.spillway.registry.Operation;

/** A change of one key, under the condition that it stands as it was seen. */
record Edit(Compare compare, Operation operation) {

    /** Returns a put on what was seen in that revision; 0 for nothing. */
    static Edit put(String key, long seen, byte[] value) {
        return new Edit(new Compare(key, seen), Operation.put(key, value));
    }

    /** Returns a deletion of what was seen in that revision. */
    static Edit delete(String key, long seen) {
        return new Edit(new Compare(key, seen), Operation.delete(key));
    }

    /** Returns about how many bytes it brings into a transaction. */
    int bytes() {
        return operation.key().length() + (operation instanceof Operation.Put put ? put.value().length : 0);
    }
}
