package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The questions that are open, oldest first. Mostly there are none. Safe for use by any thread. */
final class Receipts {

    private volatile List<Receipt> open = List.of(); // written under the lock of this
    private long serials; // guarded by this

    List<Receipt> open() {
        return open;
    }

    /** Opens a question; {@code streams} are waited for until they have looked at it, or are gone. */
    Receipt ask(Set<String> names, Runnable settled, Set<ClientStream> streams) {
        Receipt asked = add(names, settled, streams);
        for (ClientStream stream : streams) {
            stream.look();
        }
        // One that ended before it was asked does not say so any more.
        asked.retain(streams);
        return asked;
    }

    private synchronized Receipt add(Set<String> names, Runnable settled, Set<ClientStream> streams) {
        serials++;
        Receipt asked = new Receipt(serials, names, settled, this);
        streams.forEach(asked::waitFor);
        List<Receipt> more = new ArrayList<>(open);
        more.add(asked);
        open = List.copyOf(more);
        return asked;
    }

    synchronized void remove(Receipt closed) {
        open = open.stream().filter(receipt -> receipt != closed).toList();
    }

    /** The client is gone. */
    void gone(ClientStream client) {
        open.forEach(receipt -> receipt.settled(client));
    }
}
