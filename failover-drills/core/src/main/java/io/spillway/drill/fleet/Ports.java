package io.spillway.drill.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * The loopback ports of a fleet: fixed from its first process to its last, because a process that comes back must be
 * found where it was. Every IDC has a block of 100.
 *
 * @param base
 *            the first port of the first IDC
 */
public record Ports(int base) {

    private static final int BLOCK = 100;
    private static final int CONTROL_BLOCK = 3;
    private static final int GATEWAY_BLOCK = 10;
    private static final int STEP = 1000;
    /** Ports from here on are given to outgoing connections and are not safe to wait for. */
    private static final int HIGHEST = 32_000;

    /** Returns the first base from {@code wanted} up at which every port of the topology is free. */
    public static Ports free(int wanted, Topology topology) {
        for (int base = wanted; base < HIGHEST; base += STEP) {
            Ports ports = new Ports(base);
            if (ports.all(topology).stream().allMatch(Ports::isFree)) {
                return ports;
            }
        }
        throw new IllegalStateException(
                "no free ports for topology " + topology.name() + " from " + wanted + " to " + HIGHEST);
    }

    int api(int idc) {
        return api(idc, 0);
    }

    int ads(int idc) {
        return ads(idc, 0);
    }

    int controlAdmin(int idc) {
        return controlAdmin(idc, 0);
    }

    int api(int idc, int control) {
        return base + idc * BLOCK + CONTROL_BLOCK * control;
    }

    int ads(int idc, int control) {
        return api(idc, control) + 1;
    }

    int controlAdmin(int idc, int control) {
        return api(idc, control) + 2;
    }

    int etcdClient(int idc) {
        return api(idc) + 40;
    }

    int etcdPeer(int idc) {
        return api(idc) + 41;
    }

    int entrance(int idc, int gateway) {
        return api(idc) + GATEWAY_BLOCK * (gateway + 1);
    }

    int crossing(int idc, int gateway) {
        return entrance(idc, gateway) + 1;
    }

    int local(int idc, int gateway) {
        return entrance(idc, gateway) + 2;
    }

    int gatewayAdmin(int idc, int gateway) {
        return entrance(idc, gateway) + 3;
    }

    int syncAdmin(int idc) {
        return api(idc) + 30;
    }

    int clients(int idc, int scenario) {
        return api(idc) + 90 + scenario;
    }

    int service(int idc, int instance) {
        return api(idc) + 50 + instance;
    }

    /** The places of the links to an IDC, see {@link Links}: at most 17. */
    int link(int idc, int place) {
        return api(idc) + 60 + place;
    }

    int toxiproxy() {
        return api(0) + 45;
    }

    private List<Integer> all(Topology topology) {
        return java.util.stream.IntStream.range(0, topology.idcs().size())
                .flatMap(idc -> java.util.stream.IntStream.range(api(idc), api(idc) + BLOCK))
                .boxed()
                .toList();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
