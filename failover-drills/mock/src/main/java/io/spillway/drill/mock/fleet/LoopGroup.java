package io.spillway.drill.mock.fleet;

import java.util.ArrayList;
import java.util.List;

import io.grpc.MethodDescriptor;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.spillway.drill.mock.message.RequestOctets;
import io.spillway.drill.mock.message.ResponseWalker;
import io.spillway.drill.mock.session.Scratch;
import io.spillway.model.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of one group that one event loop runs, and the room that they share because only one of them works at a
 * time. Belongs to the event loop.
 */
final class LoopGroup {

    final EventLoop loop;
    final Ticker ticker;
    final RunningGroup group;
    final Connections connections;
    final Frame frame;
    final MethodDescriptor<RequestOctets, Frame> method;
    final ResponseWalker walker = new ResponseWalker();
    final Scratch scratch = new Scratch();
    final Receipt receipt;
    final List<MockClient> clients = new ArrayList<>();

    private static final Logger LOG = LoggerFactory.getLogger(LoopGroup.class);

    LoopGroup(EventLoop loop, Ticker ticker, RunningGroup group, Connections connections, Frame frame) {
        this.loop = loop;
        this.ticker = ticker;
        this.group = group;
        this.connections = connections;
        this.frame = frame;
        this.method = RawMethods.of(group.group.protocol(), frame);
        this.receipt = new Receipt(group.group.name(), group.anyType(), walker.view());
    }

    /** Sees to it that a mistake of ours in what is done later is not lost, and spoils the result. */
    void watch(Future<?> work) {
        work.addListener(done -> {
            Throwable cause = done.isCancelled() ? null : done.cause();
            if (cause != null) {
                LOG.error("a mock client of {} failed", group.group.name(), cause);
                group.book.ended("the mock itself failed: " + cause);
            }
        });
    }
}
