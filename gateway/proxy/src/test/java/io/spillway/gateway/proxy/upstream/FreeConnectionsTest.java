package io.spillway.gateway.proxy.upstream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.snapshot.Endpoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * After a burst more connections are free than may be kept, and most have waited for long. What may not be repeated takes
 * none of those, so it must find the one that the request before it has just left.
 */
class FreeConnectionsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicLong now = new AtomicLong(1);
    private final EmbeddedChannel any = new EmbeddedChannel();
    private final UpstreamPool owner = new UpstreamPool(
            new Dialer(any.eventLoop(), EpollSocketChannel.class, EpollDomainSocketChannel.class),
            new UpstreamSettings(HeadLimits.DEFAULT, Duration.ofMinutes(1), 2), ClientTls.NONE, now::get,
            new LongAdder());
    private final EndpointPool pool = new EndpointPool(owner, Endpoint.workload("127.0.0.1", 80, "idc-a"), null);

    @Test
    void theOldestGoesWhenThereAreTooManyAndNotTheOneThatComes() {
        UpstreamConnection oldest = released();
        now.addAndGet(SECOND);
        UpstreamConnection older = released();
        now.addAndGet(3 * SECOND);
        UpstreamConnection fresh = released();

        assertThat(oldest.isOpen()).isFalse();
        assertThat(older.isOpen()).isTrue();
        assertThat(pool.poll(SECOND)).isSameAs(fresh);
        assertThat(pool.poll(SECOND)).as("the other one has waited for longer than that").isNull();
        assertThat(pool.poll(Long.MAX_VALUE)).isSameAs(older);
    }

    private UpstreamConnection released() {
        UpstreamConnection connection = new UpstreamConnection(pool, owner.settings(), Permit.UNBOUNDED);
        EmbeddedChannel channel = new EmbeddedChannel(new UpstreamEvents(connection));
        assertThat(channel.isActive()).isTrue();
        pool.release(connection);
        return connection;
    }
}
