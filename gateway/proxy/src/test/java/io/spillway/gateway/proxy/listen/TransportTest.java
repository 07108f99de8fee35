package io.spillway.gateway.proxy.listen;

import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class TransportTest {

    @Test
    void epollIsThereAndNothingSlowerIsTakenInstead() {
        assertThat(Epoll.isAvailable()).as("the native library of epoll: %s", Epoll.unavailabilityCause()).isTrue();
        assertThatCode(Transport.EPOLL::ensureAvailable).doesNotThrowAnyException();
        assertThat(Transport.EPOLL.connection().getSimpleName()).startsWith("Epoll");
    }
}
