package io.spillway.control.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;

/**
 * A way in which one stream of a server can be wrong: a conforming server with something in between that changes, drops or
 * repeats messages. One object per stream. What is not overridden goes through as it is.
 */
class Fault {

    /** Every response has the same nonce. */
    static final class OneNonce extends Fault {

        private final Map<String, String> real = new HashMap<>();

        @Override
        List<DeltaDiscoveryResponse> response(DeltaDiscoveryResponse response) {
            real.put(response.getTypeUrl(), response.getNonce());
            return List.of(response.toBuilder().setNonce("n").build());
        }

        @Override
        List<DeltaDiscoveryRequest> request(DeltaDiscoveryRequest request) {
            return request.getResponseNonce().isEmpty()
                    ? List.of(request)
                    : List.of(request.toBuilder()
                            .setResponseNonce(real.getOrDefault(request.getTypeUrl(), "")).build());
        }
    }

    /** Removals are not said. */
    static final class SilentRemoval extends Fault {

        @Override
        List<DeltaDiscoveryResponse> response(DeltaDiscoveryResponse response) {
            return List.of(response.toBuilder().clearRemovedResources().build());
        }
    }

    /** A star is a name like any other. */
    static final class StarIsAName extends Fault {

        @Override
        List<DeltaDiscoveryRequest> request(DeltaDiscoveryRequest request) {
            List<String> names = request.getResourceNamesSubscribeList().stream()
                    .map(name -> name.equals("*") ? "no-such-name" : name).toList();
            return List.of(request.toBuilder().clearResourceNamesSubscribe().addAllResourceNamesSubscribe(names)
                    .build());
        }
    }

    /** A refused response is sent again. */
    static final class Insisting extends Fault {

        private final Map<String, DeltaDiscoveryResponse> last = new HashMap<>();
        private final List<DeltaDiscoveryResponse> unasked = new ArrayList<>();

        @Override
        List<DeltaDiscoveryResponse> response(DeltaDiscoveryResponse response) {
            last.put(response.getTypeUrl(), response);
            return List.of(response);
        }

        @Override
        List<DeltaDiscoveryRequest> request(DeltaDiscoveryRequest request) {
            DeltaDiscoveryResponse refused = last.get(request.getTypeUrl());
            if (request.hasErrorDetail() && refused != null) {
                unasked.add(refused.toBuilder().setNonce(refused.getNonce() + "-again").build());
            }
            return List.of(request);
        }

        @Override
        List<DeltaDiscoveryResponse> unasked() {
            List<DeltaDiscoveryResponse> taken = List.copyOf(unasked);
            unasked.clear();
            return taken;
        }
    }

    /** Responses are of another type than what is in them. */
    static final class WrongType extends Fault {

        @Override
        List<DeltaDiscoveryResponse> response(DeltaDiscoveryResponse response) {
            DeltaDiscoveryResponse.Builder wrong = response.toBuilder();
            wrong.getResourcesBuilderList().forEach(
                    resource -> resource.getResourceBuilder().setTypeUrl("type.googleapis.com/example.Wrong"));
            return List.of(wrong.build());
        }
    }

    /** Each resource is in a response twice. */
    static final class Doubled extends Fault {

        @Override
        List<DeltaDiscoveryResponse> response(DeltaDiscoveryResponse response) {
            return List.of(response.toBuilder().addAllResources(response.getResourcesList()).build());
        }
    }

    /** A name that is subscribed already is not sent again. */
    static final class Remembering extends Fault {

        private final Set<String> known = new HashSet<>();

        @Override
        List<DeltaDiscoveryRequest> request(DeltaDiscoveryRequest request) {
            List<String> fresh = request.getResourceNamesSubscribeList().stream().filter(known::add).toList();
            boolean nothing = fresh.isEmpty() && request.getResourceNamesSubscribeCount() > 0
                    && request.getResponseNonce().isEmpty();
            return nothing
                    ? List.of()
                    : List.of(request.toBuilder().clearResourceNamesSubscribe()
                            .addAllResourceNamesSubscribe(fresh).build());
        }
    }

    /** A request with a nonce that is not the last one is dropped. */
    static final class StrictNonce extends Fault {

        private String last = "";

        @Override
        List<DeltaDiscoveryResponse> response(DeltaDiscoveryResponse response) {
            last = response.getNonce();
            return List.of(response);
        }

        @Override
        List<DeltaDiscoveryRequest> request(DeltaDiscoveryRequest request) {
            return request.getResponseNonce().isEmpty() || request.getResponseNonce().equals(last)
                    ? List.of(request)
                    : List.of();
        }
    }

    /** What a client holds from before is not listened to. */
    static final class Forgetful extends Fault {

        @Override
        List<DeltaDiscoveryRequest> request(DeltaDiscoveryRequest request) {
            return List.of(request.toBuilder().clearInitialResourceVersions().build());
        }
    }

    /** What a client says that it holds is believed, whatever the version. */
    static final class Believing extends Fault {

        private final Set<String> believed = new HashSet<>();

        @Override
        List<DeltaDiscoveryRequest> request(DeltaDiscoveryRequest request) {
            believed.addAll(request.getInitialResourceVersionsMap().keySet());
            return List.of(request);
        }

        @Override
        List<DeltaDiscoveryResponse> response(DeltaDiscoveryResponse response) {
            DeltaDiscoveryResponse.Builder fewer = response.toBuilder().clearResources();
            response.getResourcesList().stream().filter(resource -> !believed.contains(resource.getName()))
                    .forEach(fewer::addResources);
            return List.of(fewer.build());
        }
    }

    /** A request without a node is dropped. */
    static final class NodeInEach extends Fault {

        @Override
        List<DeltaDiscoveryRequest> request(DeltaDiscoveryRequest request) {
            return request.hasNode() || !request.getResponseNonce().isEmpty() ? List.of(request) : List.of();
        }
    }

    /** Says what the server gets instead of a request. */
    List<DeltaDiscoveryRequest> request(DeltaDiscoveryRequest request) {
        return List.of(request);
    }

    /** Says what the server gets instead of a request. */
    List<DiscoveryRequest> request(DiscoveryRequest request) {
        return List.of(request);
    }

    /** Says what the client gets instead of a response. */
    List<DeltaDiscoveryResponse> response(DeltaDiscoveryResponse response) {
        return List.of(response);
    }

    /** Says what the client gets instead of a response. */
    List<DiscoveryResponse> response(DiscoveryResponse response) {
        return List.of(response);
    }

    /** Takes what the client gets for nothing after a request. */
    List<DeltaDiscoveryResponse> unasked() {
        return List.of();
    }

    /** Takes what the client gets for nothing after a request. */
    List<DiscoveryResponse> unaskedWorlds() {
        return List.of();
    }
}
