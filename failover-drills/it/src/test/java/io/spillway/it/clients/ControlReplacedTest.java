package io.spillway.it.clients;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.it.envoy.EnvoyProcess;
import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.PlainHttp.Answer;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import io.spillway.it.harness.Api;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two stock Envoys (incremental xDS and state of the world), gRPC's own client and a gateway of ours are in use while their
 * control node is killed and started again, and then killed and replaced by another one on the same etcd. Not one request
 * fails, and each time all of them learn what changed afterwards.
 */
@Tag("real")
class ControlReplacedTest {

    private static final String GREETER = "greeter.example";
    private static final int MANY = 100;

    @TempDir
    Path folder;

    private static String ask(String entrance) {
        Answer answer = PlainHttp.get(entrance, Idc.HOST, "/");
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.header("x-served-idc");
    }

    private static void awaitServes(String entrance) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50))
                .until(() -> PlainHttp.get(entrance, Idc.HOST, "/").status() == 200);
    }

    @Test
    void noClientLosesARequestAndAllLearnWhatChangesAfterwards() throws Exception {
        String delta = "127.0.0.1:" + Tool.freePort();
        String world = "127.0.0.1:" + Tool.freePort();
        String own = "127.0.0.1:" + Tool.freePort();
        try (EtcdMember etcd = EtcdMember.start(folder.resolve("etcd"));
                SampleService orders = SampleService.start("first");
                GreeterServer greeter = GreeterServer.start("first");
                Idc idc = Idc.start("idc-a", folder.resolve("a"), Map.of("idc-a", "127.0.0.1:" + Tool.freePort()),
                        orders.port(), new Idc.Shape(etcd.registry(), true),
                        GrpcFailoverTest.greeter("idc-a", greeter.port()));
                EnvoyProcess one = EnvoyProcess.start(folder.resolve("delta"), "DELTA_GRPC",
                        Map.of("entrance", delta), idc);
                EnvoyProcess two = EnvoyProcess.start(folder.resolve("world"), "GRPC", Map.of("entrance", world), idc);
                Component gateway = idc.startGateway(idc.ads(), own, "127.0.0.1:0");
                GrpcClient client = GrpcClient.start("shop-2", "idc-a", idc.ads(), GREETER)) {
            gateway.awaitReady();
            one.await(() -> assertThat(ask(delta)).isEqualTo("first"));
            two.await(() -> assertThat(ask(world)).isEqualTo("first"));
            awaitServes(own);
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> !client.call().isEmpty());

            try (Steady users = new Steady("Envoy, incremental", () -> ask(delta));
                    Steady others = new Steady("Envoy, state of the world", () -> ask(world));
                    Steady ours = new Steady("gateway", () -> ask(own));
                    Steady callers = new Steady("gRPC", client::call)) {
                List<Steady> all = List.of(users, others, ours, callers);
                all.forEach(steady -> steady.awaitMore(MANY));

                idc.restartControl();
                assertLearnWhatChanges(idc, all, "second");
                idc.replaceControl("control-2");
                assertLearnWhatChanges(idc, all, "third");
                all.forEach(steady -> assertThat(steady.failures()).isEmpty());
            }
        }
    }

    /** An instance more of each service, which serves soon after, and is gone again before it ends. */
    private static void assertLearnWhatChanges(Idc idc, List<Steady> all, String name) throws Exception {
        Api api = new Api(idc.control().address("api"));
        try (SampleService orders = SampleService.start(name); GreeterServer greeter = GreeterServer.start(name)) {
            register(api, "orders", name, orders.port());
            register(api, "greeter", name, greeter.port());
            all.forEach(steady -> steady.awaitAnswerOf(name));
            for (String service : List.of("orders", "greeter")) {
                Api.Reply gone = api.delete("workloads/" + service + "-" + name);
                assertThat(gone.status()).as(gone.text()).isEqualTo(200);
            }
            all.forEach(steady -> steady.awaitNoAnswerOf(name, MANY / 5));
        }
        all.forEach(steady -> assertThat(steady.failures()).isEmpty());
    }

    private static void register(Api api, String service, String name, int port) throws Exception {
        api.write("workloads/" + service + "-" + name,
                """
                        {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"%1$s-%2$s"},
                         "spec":{"service":"%1$s","group":"default","cluster":"idc-a-primary","address":"127.0.0.1","port":%3$d}}
                        """
                        .formatted(service, name, port));
    }
}
