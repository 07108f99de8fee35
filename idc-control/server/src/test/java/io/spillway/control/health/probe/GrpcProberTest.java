package io.spillway.control.health.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.spillway.model.resource.HealthProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks by grpc.health.v1 of a real server. */
@Tag("slow")
class GrpcProberTest {

    private static final Octets OCTETS = new Octets();

    private final Asking asking = new Asking();
    private volatile byte[] answer = {8, 1};
    private volatile byte[] asked = {};
    private volatile Status failure = Status.OK;

    @AfterEach
    void stop() {
        asking.close();
    }

    private Server server(String name, int port) throws IOException {
        MethodDescriptor<byte[], byte[]> check = MethodDescriptor.newBuilder(OCTETS, OCTETS)
                .setType(MethodDescriptor.MethodType.UNARY).setFullMethodName(name + "/Check").build();
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(ServerServiceDefinition.builder(name)
                        .addMethod(check, ServerCalls.asyncUnaryCall((request, response) -> {
                            asked = request;
                            if (failure.isOk()) {
                                response.onNext(answer);
                                response.onCompleted();
                            } else {
                                response.onError(failure.asException());
                            }
                        })).build())
                .build().start();
    }

    @Test
    void itSaysWhetherItServes() throws Exception {
        Server server = server("grpc.health.v1.Health", 0);
        try {
            Prober prober = asking.prober(new HealthProbe.Grpc("orders.v1.Orders"),
                    new Place("127.0.0.1", server.getPort()));
            assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.Passed());
            assertThat(new String(asked, StandardCharsets.UTF_8)).isEqualTo("\n\u0010orders.v1.Orders");
            answer = new byte[]{8, 2};
            assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.NotServing("NOT_SERVING"));
            answer = new byte[0];
            assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.NotServing("UNKNOWN"));
            answer = new byte[]{(byte) 0xff};
            assertThat(asking.ask(prober)).isInstanceOf(CheckOutcome.BadAnswer.class);
            failure = Status.NOT_FOUND;
            assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.NotServing("NOT_FOUND"));
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void oneThatComesBackIsConnectedToAtOnce() throws Exception {
        Server server = server("grpc.health.v1.Health", 0);
        int port = server.getPort();
        Prober prober = asking.prober(new HealthProbe.Grpc(""), new Place("127.0.0.1", port));
        assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.Passed());
        assertThat(asked).isEmpty();
        server.shutdownNow().awaitTermination();
        for (int i = 0; i < 3; i++) {
            assertThat(asking.ask(prober)).isIn(new CheckOutcome.Refused(), new CheckOutcome.Reset());
        }
        Server again = server("grpc.health.v1.Health", port);
        try {
            assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.Passed());
        } finally {
            again.shutdownNow();
        }
    }

    @Test
    void oneWithoutTheServiceAndOneThatSaysNothing() throws Exception {
        Server server = server("other.Service", 0);
        try (Workload silent = Workload.answering("")) {
            assertThat(asking.once(new HealthProbe.Grpc(""), new Place("127.0.0.1", server.getPort())))
                    .isInstanceOfSatisfying(CheckOutcome.BadAnswer.class,
                            bad -> assertThat(bad.detail()).startsWith("UNIMPLEMENTED"));
            Prober prober = asking.prober(new HealthProbe.Grpc(""), silent.place());
            assertThat(asking.askInVain(prober, 500)).isInstanceOf(CheckOutcome.TimedOut.class);
        } finally {
            server.shutdownNow();
        }
    }
}
