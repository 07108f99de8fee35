package io.spillway.gateway.proxy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.spillway.gateway.proxy.listen.Transport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Somebody waits on an event loop, and every connection of that loop with him. A detector watches the loops in all tests
 * of this module: a call that blocks there fails with an error instead. These tests fail when it is off.
 */
class BlockedLoopTest {
    private static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(1, Transport.EPOLL.handlers());

    @AfterAll
    static void end() throws InterruptedException {
        LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    @Test
    void aSleepOnALoopIsReported() {
        var slept = LOOPS.submit(() -> {
            Thread.sleep(1);
            return null;
        });
        assertThatThrownBy(() -> slept.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BlockingOperationError.class).hasStackTraceContaining("Thread.sleep");
    }

    @Test
    void waitingOnALoopForAnotherThreadIsReported() {
        CountDownLatch never = new CountDownLatch(1);
        var waited = LOOPS.submit(() -> never.await(1, TimeUnit.MILLISECONDS));
        assertThatThrownBy(() -> waited.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    void otherThreadsMayWait() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        assertThat(never.await(1, TimeUnit.MILLISECONDS)).isFalse();
    }
}
