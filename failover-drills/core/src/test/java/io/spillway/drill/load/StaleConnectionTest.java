package io.spillway.drill.load;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The entrance closes an idle connection in the moment in which a user would send on it. */
class StaleConnectionTest {

    private final IdleConnections idle = new IdleConnections();

    @Test
    void whatWasIdleForLongIsNotUsedAgain() {
        EmbeddedChannel old = new EmbeddedChannel();
        EmbeddedChannel fresh = new EmbeddedChannel();
        long later = IdleConnections.LONGEST.toNanos();
        idle.offer(old, 0);
        idle.offer(fresh, later);

        assertThat(idle.poll(later + 1)).isSameAs(fresh);
        assertThat(idle.poll(later + 1)).isNull();
        assertThat(old.isActive()).isFalse();
    }

    @Test
    void whatIsClosedIsNotUsedAgain() {
        EmbeddedChannel closed = new EmbeddedChannel();
        idle.offer(closed, 0);
        var _ = closed.close();

        assertThat(idle.poll(1)).isNull();
    }
}
