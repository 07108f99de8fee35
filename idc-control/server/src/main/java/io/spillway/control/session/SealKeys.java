package io.spillway.control.session;

import io.spillway.registry.RegistryUnavailableException;

/** Where the keys of an IDC are. Blocks for a registry round trip now and then: call it from a virtual thread. */
interface SealKeys {

    /**
     * Returns the keys, of which the first may seal.
     *
     * @throws RegistryUnavailableException when none are known and nobody can be asked
     */
    SealKeyRing current();

    /** Returns the keys after asking anew, which happens once a second at most: another node may have made one. */
    SealKeyRing asked();
}
