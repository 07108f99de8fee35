package io.spillway.gateway.proxy.listen;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.netty.channel.unix.DomainSocketAddress;

/** Where a listener is. */
public sealed interface Place {

    /** A port; 0 takes a free one. */
    record Port(InetSocketAddress address) implements Place {
        @Override
        public SocketAddress first() {
            return address;
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** A Unix domain socket. */
    record File(UnixSocket socket) implements Place {
        @Override
        public SocketAddress first() {
            return new DomainSocketAddress(socket.first().toFile());
        }

        @Override
        public String toString() {
            return socket.toString();
        }
    }

    /** Returns the address to bind to. */
    SocketAddress first();
}
