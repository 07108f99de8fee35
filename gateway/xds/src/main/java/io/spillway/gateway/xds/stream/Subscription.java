package io.spillway.gateway.xds.stream;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.google.rpc.Code;
import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.spillway.gateway.xds.world.Rejection;
import io.spillway.gateway.xds.world.ResourceType;
import io.spillway.gateway.xds.world.World;

/**
 * What one stream has asked for of one type, and the requests that follow from it. Used by the owner thread of its
 * stream.
 */
final class Subscription {

    /** A control plane must be able to show the text; it need not carry a book. */
    private static final int MAX_DETAIL = 8 * 1024;

    private final ResourceType type;
    private final Set<String> subscribed = new HashSet<>();
    private boolean opened;

    Subscription(ResourceType type) {
        this.type = type;
    }

    /**
     * Returns the request that brings the subscription to what the world refers to, if it is not there already. The
     * first one of a stream carries the versions held. A type by name says nothing before there is a name: an empty
     * first request would ask for everything.
     */
    Optional<DeltaDiscoveryRequest.Builder> align(World world) {
        if (world.wildcard(type)) {
            return opened ? Optional.empty() : Optional.of(open(world));
        }
        Set<String> wanted = world.wanted(type);
        Set<String> added = new TreeSet<>(wanted);
        added.removeAll(subscribed);
        Set<String> dropped = new TreeSet<>(subscribed);
        dropped.removeAll(wanted);
        if (added.isEmpty() && dropped.isEmpty()) {
            return Optional.empty();
        }
        subscribed.addAll(added);
        subscribed.removeAll(dropped);
        DeltaDiscoveryRequest.Builder request = opened ? request() : open(world);
        return Optional.of(request.addAllResourceNamesSubscribe(added).addAllResourceNamesUnsubscribe(dropped));
    }

    DeltaDiscoveryRequest.Builder answer(String nonce, List<Rejection> rejected) {
        DeltaDiscoveryRequest.Builder request = request().setResponseNonce(nonce);
        if (!rejected.isEmpty()) {
            request.setErrorDetail(
                    Status.newBuilder().setCode(Code.INVALID_ARGUMENT_VALUE).setMessage(detail(rejected)));
        }
        return request;
    }

    private DeltaDiscoveryRequest.Builder open(World world) {
        opened = true;
        Map<String, String> held = world.versions(type);
        return request().putAllInitialResourceVersions(held);
    }

    private DeltaDiscoveryRequest.Builder request() {
        return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
    }

    /** {@code rejected: <name>: <why>; <name>: <why>}; the separator never occurs inside a reason. */
    private static String detail(List<Rejection> rejected) {
        String text = rejected.stream()
                .map(rejection -> rejection.name() + ": " + rejection.why().replace(';', ',').replace('\n', ' '))
                .collect(Collectors.joining("; ", "rejected: ", ""));
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
    }
}
