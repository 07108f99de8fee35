package io.spillway.control.health.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A call of {@code grpc.health.v1.Health/Check} (the gRPC Health Checking Protocol) on a channel that is kept. Its messages
 * are one field each, so they are written by hand: {@code HealthCheckRequest.service} is field 1, a string, and
 * {@code HealthCheckResponse.status} field 1, an enum.
 */
final class GrpcProber implements Prober {

    private static final int FIELD = 1;
    private static final int SERVING = 1;
    private static final String[] WORDS = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};
    private static final Octets OCTETS = new Octets();
    private static final MethodDescriptor<byte[], byte[]> CHECK = MethodDescriptor.newBuilder(OCTETS, OCTETS)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName("grpc.health.v1.Health", "Check")).build();
    private static final int LARGEST_ANSWER = 1024;

    private final byte[] request;
    private final Place place;
    private final Dial dial;
    private @Nullable ManagedChannel channel;
    private @Nullable ClientCall<byte[], byte[]> call;
    private int attempt;

    GrpcProber(String service, Place place, Dial dial) {
        this.request = request(service);
        this.place = place;
        this.dial = dial;
    }

    @Override
    public void begin(Consumer<CheckOutcome> done) {
        int mine = ++attempt;
        ManagedChannel open = channel;
        if (open != null) {
            ask(open, mine, done);
            return;
        }
        dial.resolve(place, address -> {
            if (mine == attempt && address == null) {
                done.accept(new CheckOutcome.Unresolved(place.host()));
            } else if (mine == attempt && address != null) {
                ask(open(address), mine, done);
            }
        });
    }

    private ManagedChannel open(InetSocketAddress address) {
        ManagedChannel opened = NettyChannelBuilder.forAddress(address).usePlaintext().eventLoopGroup(dial.group())
                .channelType(NioSocketChannel.class).directExecutor().offloadExecutor(dial.loop())
                .overrideAuthority(place.authority()).disableRetry().maxInboundMessageSize(LARGEST_ANSWER).build();
        channel = opened;
        return opened;
    }

    private void ask(ManagedChannel on, int mine, Consumer<CheckOutcome> done) {
        ClientCall<byte[], byte[]> asked = on.newCall(CHECK, CallOptions.DEFAULT);
        call = asked;
        asked.start(new Answer(mine, done), new Metadata());
        asked.request(2);
        asked.sendMessage(request);
        asked.halfClose();
    }

    @Override
    public CheckOutcome giveUp() {
        ManagedChannel open = channel;
        boolean connected = open != null && open.getState(false) == ConnectivityState.READY;
        close();
        return new CheckOutcome.TimedOut(connected);
    }

    @Override
    public void close() {
        attempt++;
        ClientCall<byte[], byte[]> asked = call;
        call = null;
        if (asked != null) {
            asked.cancel("given up", null);
        }
        drop();
    }

    /** A channel that failed would wait longer and longer until it connects again. */
    private void drop() {
        ManagedChannel open = channel;
        channel = null;
        if (open != null) {
            open.shutdownNow();
        }
    }

    private static byte[] request(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0) {
            return name;
        }
        byte[] bytes = new byte[CodedOutputStream.computeByteArraySize(FIELD, name)];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeByteArray(FIELD, name);
            out.flush();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes;
    }

    private static CheckOutcome read(byte[] answer) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(answer);
            int status = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == FIELD << 3) {
                    status = in.readEnum();
                } else if (!in.skipField(tag)) {
                    break;
                }
            }
            if (status == SERVING) {
                return new CheckOutcome.Passed();
            }
            return new CheckOutcome.NotServing(
                    status >= 0 && status < WORDS.length ? WORDS[status] : "status " + status);
        } catch (IOException broken) {
            return new CheckOutcome.BadAnswer(String.valueOf(broken.getMessage()));
        }
    }

    private static CheckOutcome outcome(Status status, byte @Nullable [] answer) {
        return switch (status.getCode()) {
            case OK -> answer == null ? new CheckOutcome.BadAnswer("no message") : read(answer);
            case NOT_FOUND -> new CheckOutcome.NotServing("NOT_FOUND");
            case UNAVAILABLE -> status.getCause() == null ? new CheckOutcome.Reset() : Dial.outcome(status.getCause());
            default -> new CheckOutcome.BadAnswer(status.getCode() + " " + status.getDescription());
        };
    }

    /** The answer of one call. */
    private final class Answer extends ClientCall.Listener<byte[]> {

        private final int mine;
        private final Consumer<CheckOutcome> done;
        private byte @Nullable [] message;

        Answer(int mine, Consumer<CheckOutcome> done) {
            this.mine = mine;
            this.done = done;
        }

        @Override
        public void onMessage(byte[] received) {
            message = received;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (dial.loop().inEventLoop()) {
                close(status);
            } else {
                dial.loop().execute(() -> close(status));
            }
        }

        private void close(Status status) {
            if (mine == attempt) {
                attempt++;
                call = null;
                CheckOutcome outcome = outcome(status, message);
                if (status.getCode() == Status.Code.UNAVAILABLE) {
                    drop();
                }
                done.accept(outcome);
            }
        }
    }
}
