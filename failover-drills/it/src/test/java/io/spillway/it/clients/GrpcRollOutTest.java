package io.spillway.it.clients;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import io.spillway.it.harness.Api;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance comes and goes again and again, as in a roll-out, while an application calls with gRPC's own client, as fast as it
 * can. Each call ends with an answer: also one that picked the instance in the moment in which it was taken away.
 */
@Tag("real")
class GrpcRollOutTest {

    private static final String HOST = "greeter.example";
    private static final int CALLERS = 8;
    private static final int TIMES = 4;

    @TempDir
    Path folder;

    @Test
    void noCallIsLostWhenAnInstanceIsTakenAway() throws Exception {
        try (SampleService orders = SampleService.start("idc-a");
                GreeterServer stays = GreeterServer.start("stays");
                GreeterServer comes = GreeterServer.start("comes");
                Idc idc = Idc.start("idc-a", folder, Map.of("idc-a", "127.0.0.1:" + Tool.freePort()), orders.port(),
                        new Idc.Shape("{kind: embedded}", true), GrpcFailoverTest.greeter("idc-a", stays.port()));
                GrpcClient client = GrpcClient.start("shop-3", "idc-a", idc.ads(), HOST)) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions()
                    .until(() -> client.call().equals("stays"));
            Api api = new Api(idc.control().address("api"));
            List<Steady> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(new Steady("caller " + i, client::call, Duration.ofMillis(1)));
            }
            try {
                for (int i = 0; i < TIMES; i++) {
                    register(api, comes.port());
                    callers.forEach(caller -> caller.awaitAnswerOf("comes"));
                    assertThat(api.delete("workloads/greeter-comes").status()).isEqualTo(200);
                    callers.forEach(caller -> caller.awaitNoAnswerOf("comes", 20));
                }
                assertThat(callers).allSatisfy(caller -> assertThat(caller.failures()).isEmpty());
            } finally {
                callers.forEach(Steady::close);
            }
        }
    }

    private static void register(Api api, int port) throws Exception {
        api.write("workloads/greeter-comes", """
                {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"greeter-comes"},
                 "spec":{"service":"greeter","group":"default","cluster":"idc-a-primary",
                         "address":"127.0.0.1","port":%d}}
                """.formatted(port));
    }
}
