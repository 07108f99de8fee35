package io.spillway.it.envoy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.PlainHttp.Answer;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The other way round: idc-b is entered through a stock Envoy, by a gateway of ours when its own instance has died. What the
 * Envoy asks of those who come, and who may call what, comes by xDS; its key does not.
 */
@Tag("real")
class StockEnvoyCrossingTest {

    private static final int REQUESTS = 200;

    @TempDir
    Path folder;

    @Test
    void anIdcIsEnteredThroughAStockEnvoyByThoseWhoShowWhoTheyAre() throws Exception {
        Map<String, String> crossings = new TreeMap<>();
        crossings.put("idc-a", "127.0.0.1:" + Tool.freePort());
        crossings.put("idc-b", "127.0.0.1:" + Tool.freePort());
        String entrance = "127.0.0.1:" + Tool.freePort();
        try (SampleService ordersA = SampleService.start("idc-a");
                SampleService ordersB = SampleService.start("idc-b");
                Idc a = Idc.start("idc-a", folder.resolve("a"), crossings, ordersA.port());
                Idc b = Idc.start("idc-b", folder.resolve("b"), crossings, ordersB.port(), secrets(ordersB.port()));
                Component gatewayA = a.startGateway(a.ads(), entrance, crossings.get("idc-a"));
                Component syncA = a.startSync(b);
                EnvoyProcess envoyB = EnvoyProcess.start(folder.resolve("envoy"), "DELTA_GRPC",
                        Map.of("crossing", crossings.get("idc-b")), b)) {
            gatewayA.awaitReady();
            syncA.awaitReady();
            awaitCrossing(envoyB, crossings.get("idc-b"));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(
                    () -> assertThat(get(entrance).header("x-served-idc")).isEqualTo("idc-a"));
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThat(PlainHttp.get(a.control().address("api"), "localhost",
                            "/v1/imports").body()).contains("orders").contains("127.0.0.1"));

            ourGatewayKeepsTheSameRules(crossings.get("idc-a"));
            ordersA.die();
            for (int i = 0; i < REQUESTS; i++) {
                Answer answer = get(entrance);
                assertThat(answer.status()).as("request %d: %s", i, answer).isEqualTo(200);
                assertThat(answer.header("x-served-idc")).as("request %d", i).isEqualTo("idc-b");
                assertThat(answer.header("x-seen-cluster")).as("the crossing keeps it to itself").isEmpty();
            }
            strangers(crossings.get("idc-b"), ordersB);
        }
    }

    /** The same instance under another name, which is exported to nobody. */
    private static String secrets(int port) {
        return """
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: secrets}
                spec: {hosts: [secrets.example], exportTo: []}
                ---
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: secrets-1}
                spec: {service: secrets, group: default, cluster: idc-b-primary, address: 127.0.0.1, port: %d}
                """.formatted(port);
    }

    private void ourGatewayKeepsTheSameRules(String crossing) throws Exception {
        assertThat(client("idc-b", Role.WORKLOAD).get(crossing, "orders/default").header("x-served-idc"))
                .isEqualTo("idc-a");
        Answer own = client("idc-a", Role.WORKLOAD).get(crossing, "orders/default");
        assertThat(own.status()).as("%s", own).isEqualTo(403);
        assertThat(own.header("x-spillway-refused")).isEqualTo("caller_refused");
    }

    private void strangers(String crossing, SampleService ordersB) throws Exception {
        int before = ordersB.answered();
        DevelopmentAuthority ours = authority();
        assertThat(new MutualTls(ours.certificate(), null).get(crossing, "orders/default").status())
                .as("no certificate").isZero();
        DevelopmentAuthority foreign = DevelopmentAuthority.create(Instant.now(), new SecureRandom());
        assertThat(new MutualTls(ours.certificate(), foreign.issue(request("idc-a", Role.GATEWAY)))
                .get(crossing, "orders/default").status()).as("signed by somebody else").isZero();
        assertThat(client("idc-a", Role.SYNC).get(crossing, "orders/default").status()).as("no gateway").isZero();
        assertThat(client("idc-b", Role.WORKLOAD).get(crossing, "orders/default").status())
                .as("the IDC's own workload has the local listener").isEqualTo(403);
        assertThat(client("idc-a", Role.WORKLOAD).get(crossing, "secrets/default").status())
                .as("secrets is for no IDC").isEqualTo(403);
        assertThat(ordersB.answered()).as("nobody of these was heard").isEqualTo(before);
        assertThat(client("idc-a", Role.GATEWAY).get(crossing, "secrets/default").status())
                .as("gateways may").isEqualTo(200);
        Answer workload = client("idc-a", Role.WORKLOAD).get(crossing, "orders/default");
        assertThat(workload.status()).as("orders is for all IDCs: %s", workload).isEqualTo(200);
    }

    private DevelopmentAuthority authority() throws Exception {
        return DevelopmentAuthority.in(folder.resolve("authority"), Instant.now(), new SecureRandom());
    }

    private MutualTls client(String idc, Role role) throws Exception {
        return new MutualTls(authority().certificate(), authority().issue(request(idc, role)));
    }

    private static CertificateRequest request(String idc, Role role) {
        return CertificateRequest.of(new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, idc, role, "one"), Instant.now());
    }

    private static Answer get(String entrance) {
        return PlainHttp.get(entrance, Idc.HOST, "/");
    }

    private void awaitCrossing(EnvoyProcess envoy, String crossing) throws Exception {
        try {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> assertThat(
                    client("idc-a", Role.GATEWAY).get(crossing, "orders/default").status()).isEqualTo(200));
        } catch (RuntimeException e) {
            throw new AssertionError("log of Envoy: " + envoy.log(), e);
        }
    }
}
