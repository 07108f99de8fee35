package io.spillway.control;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.spillway.process.config.HostPort;

/** Where others find what listens on every address of this machine: there nobody can connect by what it listens on. */
final class Reachable {

    private Reachable() {}

    /** Returns the address with the name of this machine when it has no host of its own; may block on names. */
    static HostPort from(HostPort listening) {
        try {
            return InetAddress.getByName(listening.host()).isAnyLocalAddress()
                    ? new HostPort(InetAddress.getLocalHost().getHostName(), listening.port())
                    : listening;
        } catch (UnknownHostException nameless) {
            return listening;
        }
    }
}
