package io.spillway.drill.mock.fleet;

import java.io.IOException;
import java.io.InputStream;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.message.RequestOctets;

/** The methods of aggregated discovery, with octets instead of messages. */
final class RawMethods {

    private RawMethods() {}

    /** Returns the method for clients of one event loop. */
    static MethodDescriptor<RequestOctets, Frame> of(Protocol protocol, Frame frame) {
        MethodDescriptor<?, ?> method = switch (protocol) {
            case DELTA -> AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod();
            case WORLD -> AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod();
        };
        return method.toBuilder(new Requests(), new Responses(frame)).build();
    }

    private static final class Requests implements MethodDescriptor.Marshaller<RequestOctets> {

        @Override
        public InputStream stream(RequestOctets request) {
            return request.stream();
        }

        @Override
        public RequestOctets parse(InputStream stream) {
            throw new UnsupportedOperationException("requests are written here, never read");
        }
    }

    private record Responses(Frame frame) implements MethodDescriptor.Marshaller<Frame> {

        @Override
        public InputStream stream(Frame response) {
            throw new UnsupportedOperationException("responses are read here, never written");
        }

        @Override
        public Frame parse(InputStream stream) {
            try {
                return frame.read(stream);
            } catch (IOException broken) {
                throw Status.INTERNAL.withDescription("a message that ends in the middle").withCause(broken)
                        .asRuntimeException();
            }
        }
    }
}
