package io.spillway.gateway.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/** How event loops talk to the kernel. Never falls back to another way by itself: that would be slower and silent. */
public enum Transport {
    /** Readiness by epoll. */
    EPOLL,
    /** Completion by io_uring. */
    IO_URING;

    /** Fails when the machine or the process's jars do not have it; the message names the cause. */
    public void ensureAvailable() {
        switch (this) {
            case EPOLL -> Epoll.ensureAvailability();
            case IO_URING -> IoUring.ensureAvailability();
        }
    }

    /** Returns what drives an event loop. */
    public IoHandlerFactory handlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
        };
    }

    /** Returns the type of a listening TCP socket. */
    public Class<? extends ServerChannel> listener() {
        return switch (this) {
            case EPOLL -> EpollServerSocketChannel.class;
            case IO_URING -> IoUringServerSocketChannel.class;
        };
    }

    /** Returns the type of a TCP connection. */
    public Class<? extends Channel> connection() {
        return switch (this) {
            case EPOLL -> EpollSocketChannel.class;
            case IO_URING -> IoUringSocketChannel.class;
        };
    }

    /** Returns the type of a listening Unix domain socket. */
    public Class<? extends ServerChannel> socketListener() {
        return switch (this) {
            case EPOLL -> EpollServerDomainSocketChannel.class;
            case IO_URING -> IoUringServerDomainSocketChannel.class;
        };
    }

    /** Returns the type of a connection between Unix domain sockets. */
    public Class<? extends Channel> socketConnection() {
        return switch (this) {
            case EPOLL -> EpollDomainSocketChannel.class;
            case IO_URING -> IoUringDomainSocketChannel.class;
        };
    }
}
