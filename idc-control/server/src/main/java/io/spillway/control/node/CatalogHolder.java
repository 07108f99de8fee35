package io.spillway.control.node;

import io.spillway.control.snapshot.Catalog;

/** The newest catalog. Set by the state's thread, read by all. */
final class CatalogHolder {

    private volatile Catalog newest = Catalog.empty();

    Catalog get() {
        return newest;
    }

    void set(Catalog catalog) {
        newest = catalog;
    }
}
