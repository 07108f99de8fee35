package io.spillway.it.envoy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;

import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.PlainHttp.Answer;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import io.spillway.it.fleet.TwoIdcs;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The other way round: idc-b is entered through a stock Envoy, by a gateway of ours when its own instance has died. What the
 * Envoy asks of those who come, and who may call what, comes by xDS; its key does not.
 */
@Tag("real")
class StockEnvoyCrossingTest {

    private static final int REQUESTS = 200;

    /** The instance of orders under another name, which is exported to nobody. */
    private static final String SECRETS = """
            apiVersion: spillway.io/v1
            kind: Service
            metadata: {name: secrets}
            spec: {hosts: [secrets.example], exportTo: []}
            ---
            apiVersion: spillway.io/v1
            kind: WorkloadEntry
            metadata: {name: secrets-1}
            spec: {service: secrets, group: default, cluster: idc-b-primary, address: 127.0.0.1, port: @orders}
            """;

    @TempDir
    Path folder;

    @Test
    void anIdcIsEnteredThroughAStockEnvoyByThoseWhoShowWhoTheyAre() throws Exception {
        String entrance = "127.0.0.1:" + Tool.freePort();
        try (TwoIdcs idcs = TwoIdcs.start(folder, "", SECRETS);
                Component gatewayA = idcs.a().startGateway(idcs.a().ads(), entrance, idcs.crossing("idc-a"));
                EnvoyProcess envoyB = EnvoyProcess.start(folder.resolve("envoy"), "DELTA_GRPC",
                        Map.of("crossing", idcs.crossing("idc-b")), idcs.b())) {
            gatewayA.awaitReady();
            String crossing = idcs.crossing("idc-b");
            envoyB.await(() -> assertThat(client("idc-a", Role.GATEWAY).get(crossing, "orders/default").status())
                    .isEqualTo(200));
            envoyB.await(() -> assertThat(get(entrance).header("x-served-idc")).isEqualTo("idc-a"));
            idcs.awaitImported("orders");

            ourGatewayKeepsTheSameRules(idcs.crossing("idc-a"));
            idcs.ordersA().die();
            for (int i = 0; i < REQUESTS; i++) {
                Answer answer = get(entrance);
                assertThat(answer.status()).as("request %d: %s", i, answer).isEqualTo(200);
                assertThat(answer.header("x-served-idc")).as("request %d", i).isEqualTo("idc-b");
                assertThat(answer.header("x-seen-cluster")).as("the crossing keeps it to itself").isEmpty();
            }
            strangers(crossing, idcs.ordersB());
        }
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
}
