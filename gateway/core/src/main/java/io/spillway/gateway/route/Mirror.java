package io.spillway.gateway.route;

import java.util.random.RandomGenerator;

import static java.util.Objects.requireNonNull;

/**
 * Where copies of requests are sent.
 *
 * @param cluster the xDS cluster's name
 * @param share how many of the requests are copied
 * @param hostSuffix whether the copy's host says that it is one
 */
public record Mirror(String cluster, Share share, boolean hostSuffix) {
    public Mirror {
        requireNonNull(cluster, "cluster");
        requireNonNull(share, "share");
    }

    /** Returns whether this request is copied. */
    public boolean draw(RandomGenerator random) {
        return share.draw(random);
    }

    /** Returns the host that a copy is sent with: {@code -shadow} before the port, as Envoy has it. */
    public String host(String authority) {
        if (!hostSuffix) {
            return authority;
        }
        int port = HostIndex.portStart(authority);
        return port < 0 ? authority + "-shadow" : authority.substring(0, port) + "-shadow" + authority.substring(port);
    }
}
