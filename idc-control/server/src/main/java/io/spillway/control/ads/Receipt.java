package io.spillway.control.ads;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A question to all clients of this node: do you use what the newest catalog, at the time of asking, says about these
 * endpoint names? A client does when it Acked that or something newer, and when it does not subscribe the name; a client that
 * is gone is not asked. One that connects later is asked too. Safe for use by any thread.
 */
public final class Receipt implements AutoCloseable {

    private final long serial;
    private final Set<String> names;
    private final Runnable settled;
    private final Receipts all;
    private final Set<ClientStream> behind = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Receipt(long serial, Set<String> names, Runnable settled, Receipts all) {
        this.serial = serial;
        this.names = Set.copyOf(names);
        this.settled = settled;
        this.all = all;
    }

    /** Returns whether all clients that are connected now have it. It may become false again when another one connects. */
    public boolean delivered() {
        return behind.isEmpty();
    }

    /** Returns the names of so many clients that do not have it yet, sorted. */
    public List<String> behind(int most) {
        return behind.stream().map(ClientStream::name).distinct().limit(most).sorted().toList();
    }

    /** Nobody wants to know any more. */
    @Override
    public void close() {
        closed = true;
        all.remove(this);
    }

    long serial() {
        return serial;
    }

    Set<String> names() {
        return names;
    }

    boolean closed() {
        return closed;
    }

    void waitFor(ClientStream client) {
        behind.add(client);
    }

    void retain(Set<ClientStream> connected) {
        List.copyOf(behind).stream().filter(client -> !connected.contains(client)).forEach(this::settled);
    }

    void settled(ClientStream client) {
        if (behind.remove(client) && behind.isEmpty()) {
            settled.run();
        }
    }
}
