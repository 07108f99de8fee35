package io.spillway.control.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;

/** Faults of state-of-the-world streams. */
final class WorldFault {

    private WorldFault() {}

    /** A response has only the first resource of its world. */
    static final class PartialWorld extends Fault {

        @Override
        List<DiscoveryResponse> response(DiscoveryResponse response) {
            DiscoveryResponse.Builder part = response.toBuilder();
            while (part.getResourcesCount() > 1) {
                part.removeResources(part.getResourcesCount() - 1);
            }
            return List.of(part.build());
        }
    }

    /** The version never changes. */
    static final class OneVersion extends Fault {

        @Override
        List<DiscoveryResponse> response(DiscoveryResponse response) {
            return List.of(response.toBuilder().setVersionInfo("1").build());
        }
    }

    /** An empty world is not sent. */
    static final class NeverEmpty extends Fault {

        @Override
        List<DiscoveryResponse> response(DiscoveryResponse response) {
            return response.getResourcesCount() == 0 ? List.of() : List.of(response);
        }
    }

    /** Each Ack is answered by the last response. */
    static final class Chatty extends Fault {

        private final Map<String, DiscoveryResponse> last = new HashMap<>();
        private final List<DiscoveryResponse> unasked = new ArrayList<>();

        @Override
        List<DiscoveryResponse> response(DiscoveryResponse response) {
            last.put(response.getTypeUrl(), response);
            return List.of(response);
        }

        @Override
        List<DiscoveryRequest> request(DiscoveryRequest request) {
            DiscoveryResponse again = last.get(request.getTypeUrl());
            if (again != null && again.getNonce().equals(request.getResponseNonce())) {
                unasked.add(again.toBuilder().setNonce(again.getNonce() + "-again").build());
            }
            return List.of(request);
        }

        @Override
        List<DiscoveryResponse> unaskedWorlds() {
            List<DiscoveryResponse> taken = List.copyOf(unasked);
            unasked.clear();
            return taken;
        }
    }

    /** A request whose nonce is not the last one changes what is subscribed. */
    static final class StaleCounts extends Fault {

        private String last = "";

        @Override
        List<DiscoveryResponse> response(DiscoveryResponse response) {
            last = response.getNonce();
            return List.of(response);
        }

        @Override
        List<DiscoveryRequest> request(DiscoveryRequest request) {
            return request.getResponseNonce().isEmpty()
                    ? List.of(request)
                    : List.of(request.toBuilder().setResponseNonce(last).build());
        }
    }

    /** An empty list of names means everything, also after names. */
    static final class EmptyIsAll extends Fault {

        @Override
        List<DiscoveryRequest> request(DiscoveryRequest request) {
            return request.getResourceNamesCount() > 0
                    ? List.of(request)
                    : List.of(request.toBuilder().addResourceNames("*").build());
        }
    }
}
