package io.spillway.drill.load;

import java.time.Duration;
import java.util.ArrayDeque;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Kept-alive connections of one entrance, the last used first. One that has been idle for long is not used again, as browsers
 * and HTTP libraries have it: a server may close it at any moment (RFC 9112 section 9.8), and a request sent in that moment
 * would count as failed. Owned by the generator's event loop.
 */
final class IdleConnections {

    /** Below the idle limit of gateways (60 s) and of the proxies that stand before them. */
    static final Duration LONGEST = Duration.ofSeconds(15);

    private final ArrayDeque<Idle> connections = new ArrayDeque<>();

    private record Idle(Channel channel, long sinceNanos) {}

    void offer(Channel channel, long nowNanos) {
        connections.push(new Idle(channel, nowNanos));
    }

    /** Returns a connection that is still open and was used lately, or null. */
    @Nullable
    Channel poll(long nowNanos) {
        for (Idle idle = connections.poll(); idle != null; idle = connections.poll()) {
            if (nowNanos - idle.sinceNanos > LONGEST.toNanos()) {
                var _ = idle.channel.close();
            } else if (idle.channel.isActive()) {
                return idle.channel;
            }
        }
        return null;
    }

    void remove(Channel channel) {
        connections.removeIf(idle -> idle.channel.equals(channel));
    }
}
