package io.spillway.gateway.proxy.upstream;

import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Transport;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop to one endpoint, free ones last in first out. Owned by that event loop. */
final class EndpointPool {
    private final UpstreamPool owner;
    private final Endpoint endpoint;
    private final @Nullable SocketAddress literal;
    private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
    /** Who wants a connection when there may be no more; first come, first served. */
    private final Deque<Wish> waiting = new ArrayDeque<>(0);
    private int opening;
    private final MultiplexPool multiplex;
    private final MultiplexPool tunnels;
    private int active;
    private int open;

    EndpointPool(UpstreamPool owner, Endpoint endpoint, @Nullable SocketAddress literal) {
        this.owner = owner;
        this.endpoint = endpoint;
        this.literal = literal;
        this.multiplex = new MultiplexPool(this, owner, Sharing.REQUESTS);
        this.tunnels = new MultiplexPool(this, owner, Sharing.TUNNELS);
    }

    /** Returns the HTTP/2 connections to the endpoint for requests. */
    MultiplexPool multiplex() {
        return multiplex;
    }

    /** Returns those for tunnels, which may stand still for long, and hold up no requests so. */
    MultiplexPool tunnels() {
        return tunnels;
    }

    /** Returns a stream for a tunnel, or a free connection where the other end is known to take none; null without either. */
    @Nullable
    UpstreamStream pollTunnel(Way.Kind kind, long longestIdle) {
        if (!tunnels.declines(kind)) {
            return tunnels.poll(kind);
        }
        return transport() instanceof Transport.Crossing ? poll(longestIdle) : null;
    }

    Transport transport() {
        return endpoint.transport();
    }

    /** Returns the address to connect to when the host is an IP address and not a name. */
    @Nullable
    SocketAddress literal() {
        return literal;
    }

    int active() {
        return active;
    }

    boolean unused() {
        return open == 0 && active == 0;
    }

    @Nullable
    UpstreamConnection poll(long longestIdle) {
        UpstreamConnection latest = idle.peekFirst();
        while (latest != null && !latest.isOpen()) {
            idle.pollFirst();
            latest = idle.peekFirst();
        }
        if (latest == null || (longestIdle < Long.MAX_VALUE && owner.now() - latest.idleSince() > longestIdle)) {
            return null;
        }
        return idle.pollFirst();
    }

    void opened() {
        open++;
        owner.opened(1);
    }

    /** Opens a connection, or lets the wish wait for one: there may be no more than the bound, and always one. */
    void open(Wish wish) {
        if (!wish.permit().take()) {
            if (open + opening > 0) {
                waiting.add(wish);
                return;
            }
            wish.permit().force();
        }
        opening++;
        wish.listener().onConnecting();
        owner.open(this, wish);
    }

    /** Opens a connection that many will share, whatever the bound. */
    void openShared(Wish wish) {
        wish.permit().force();
        opening++;
        owner.open(this, wish);
    }

    /** The connection did not come about. */
    void notOpened(Permit permit) {
        permit.giveBack();
        ready();
        serve();
    }

    /** A connection is there, or is not: nobody waits for it any more. */
    void ready() {
        opening--;
        returned();
    }

    /** Gives those that wait what is free, and opens what may be opened for them. */
    private void serve() {
        while (!waiting.isEmpty()) {
            UpstreamConnection free = poll(Long.MAX_VALUE);
            if (free != null) {
                Wish next = waiting.remove();
                returned();
                next.listener().onConnected(free);
            } else if (open + opening == 0 || waiting.peek().permit().take()) {
                Wish next = waiting.remove();
                if (open + opening == 0) {
                    next.permit().force();
                }
                opening++;
                next.listener().onConnecting();
                owner.open(this, next);
            } else {
                return;
            }
        }
    }

    void took() {
        active++;
    }

    void returned() {
        active--;
    }

    void release(UpstreamConnection connection) {
        if (owner.closing()) {
            connection.close();
            return;
        }
        UpstreamConnection oldest = idle.size() < owner.settings().maxIdlePerEndpoint() ? null : idle.pollLast();
        if (oldest != null) {
            // Not the one that comes: what may not be repeated goes on a connection that was used just now, or on a new one.
            oldest.close();
        }
        connection.idleFrom(owner.now());
        idle.addFirst(connection);
        if (!waiting.isEmpty()) {
            // Not at once: the answer that set the connection free is still being told.
            owner.later(this::serve);
        }
    }

    void closed(UpstreamConnection connection) {
        if (connection.idleSince() != 0) {
            idle.remove(connection);
        }
        closed();
    }

    void closed() {
        open--;
        owner.opened(-1);
        if (!waiting.isEmpty()) {
            owner.later(this::serve);
        }
    }

    /** Closes what has waited too long: the oldest are at the end. */
    void sweep(long now) {
        waiting.removeIf(wish -> {
            boolean gone = !wish.listener().stillWanted();
            if (gone) {
                returned();
            }
            return gone;
        });
        multiplex.sweep(now);
        tunnels.sweep(now);
        UpstreamConnection oldest = idle.peekLast();
        while (oldest != null && now - oldest.idleSince() >= oldest.idleLimit()) {
            idle.pollLast();
            oldest.close();
            oldest = idle.peekLast();
        }
    }

    void closeIdle() {
        multiplex.close();
        tunnels.close();
        for (UpstreamConnection connection : idle.toArray(new UpstreamConnection[0])) {
            connection.close();
        }
        idle.clear();
    }
}
