package io.spillway.drill.load;

import io.spillway.drill.load.Entrances.Entrance;

/** Brings requests to entrances in one protocol. Owned by the generator's event loop. */
interface Carrier {

    /**
     * Sends a request. When no connection can be had {@link LoadGenerator#refused} is told; nothing was sent then. The
     * {@link UserConnection} tells the rest.
     */
    void carry(Exchange exchange, Entrance entrance);
}
