package io.spillway.control.ads;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Attributes;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Services that tell a client when its message cannot be read or is too large. gRPC itself ends such a call as UNKNOWN,
 * "application error", and leaves a stack trace, or as CANCELLED; a client that sends nonsense deserves to hear what is wrong
 * with it.
 */
final class CheckedRequests {

    private final int most;
    private final Runnable tooLarge;

    /** Creates it; {@code tooLarge} is called for each message of more than {@code most} octets. */
    CheckedRequests(int most, Runnable tooLarge) {
        this.most = most;
        this.tooLarge = tooLarge;
    }

    /** Returns the same service, which says so. */
    ServerServiceDefinition of(ServerServiceDefinition service) {
        ServerServiceDefinition.Builder checked = ServerServiceDefinition
                .builder(service.getServiceDescriptor().getName());
        service.getMethods().forEach(method -> checked.addMethod(checked(method)));
        return checked.build();
    }

    private <Q, R> ServerMethodDefinition<Read<Q>, R> checked(ServerMethodDefinition<Q, R> method) {
        MethodDescriptor<Q, R> original = method.getMethodDescriptor();
        MethodDescriptor<Read<Q>, R> descriptor = original
                .toBuilder(new Reader<>(original.getRequestMarshaller()), original.getResponseMarshaller()).build();
        ServerCallHandler<Q, R> handler = method.getServerCallHandler();
        return ServerMethodDefinition.create(descriptor, (call, headers) -> new Listener<>(call,
                handler.startCall(new Call<>(call, original), headers)));
    }

    /** A message, or what is wrong with it. */
    private record Read<Q>(@Nullable Q message, Status wrong) {}

    private final class Reader<Q> implements MethodDescriptor.Marshaller<Read<Q>> {

        private final MethodDescriptor.Marshaller<Q> original;

        Reader(MethodDescriptor.Marshaller<Q> original) {
            this.original = original;
        }

        @Override
        public InputStream stream(Read<Q> read) {
            throw new UnsupportedOperationException("a server sends no requests");
        }

        @Override
        public Read<Q> parse(InputStream octets) {
            int length = length(octets);
            if (length > most) {
                tooLarge.run();
                return new Read<>(null, Status.RESOURCE_EXHAUSTED
                        .withDescription("message: " + length + " octets (expected: " + most + " at most)"));
            }
            try {
                return new Read<>(original.parse(octets), Status.OK);
            } catch (StatusRuntimeException broken) {
                if (broken.getCause() instanceof InvalidProtocolBufferException why) {
                    return new Read<>(null, Status.INVALID_ARGUMENT
                            .withDescription("message: no protobuf of this method: " + why.getMessage()));
                }
                throw broken;
            }
        }

        private static int length(InputStream octets) {
            try {
                return octets instanceof KnownLength ? octets.available() : 0;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    private static final class Listener<Q, R> extends ServerCall.Listener<Read<Q>> {

        private final ServerCall<Read<Q>, R> call;
        private final ServerCall.Listener<Q> handler;
        private boolean closed;

        Listener(ServerCall<Read<Q>, R> call, ServerCall.Listener<Q> handler) {
            this.call = call;
            this.handler = handler;
        }

        @Override
        public void onMessage(Read<Q> read) {
            Q message = read.message();
            if (message != null) {
                handler.onMessage(message);
            } else if (!closed) {
                closed = true;
                call.close(read.wrong(), new Metadata());
                handler.onCancel();
            }
        }

        @Override
        public void onHalfClose() {
            if (!closed) {
                handler.onHalfClose();
            }
        }

        @Override
        public void onCancel() {
            if (!closed) {
                handler.onCancel();
            }
        }

        @Override
        public void onComplete() {
            if (!closed) {
                handler.onComplete();
            }
        }

        @Override
        public void onReady() {
            if (!closed) {
                handler.onReady();
            }
        }
    }

    /** The call as the service sees it. */
    private static final class Call<Q, R> extends ServerCall<Q, R> {

        private final ServerCall<Read<Q>, R> call;
        private final MethodDescriptor<Q, R> method;

        Call(ServerCall<Read<Q>, R> call, MethodDescriptor<Q, R> method) {
            this.call = call;
            this.method = method;
        }

        @Override
        public void request(int messages) {
            call.request(messages);
        }

        @Override
        public void sendHeaders(Metadata headers) {
            call.sendHeaders(headers);
        }

        @Override
        public void sendMessage(R message) {
            call.sendMessage(message);
        }

        @Override
        public boolean isReady() {
            return call.isReady();
        }

        @Override
        public void close(Status status, Metadata trailers) {
            call.close(status, trailers);
        }

        @Override
        public boolean isCancelled() {
            return call.isCancelled();
        }

        @Override
        public void setMessageCompression(boolean enabled) {
            call.setMessageCompression(enabled);
        }

        @Override
        public void setCompression(String compressor) {
            call.setCompression(compressor);
        }

        @Override
        public SecurityLevel getSecurityLevel() {
            return call.getSecurityLevel();
        }

        @Override
        public Attributes getAttributes() {
            return call.getAttributes();
        }

        @Override
        public @Nullable String getAuthority() {
            return call.getAuthority();
        }

        @Override
        public MethodDescriptor<Q, R> getMethodDescriptor() {
            return method;
        }
    }
}
