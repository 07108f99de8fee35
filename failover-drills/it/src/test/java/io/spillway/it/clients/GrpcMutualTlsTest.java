package io.spillway.it.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.IdentityFiles;
import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.TwoIdcs;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * gRPC's own client with the bootstrap of {@code docs/grpc-client.md}: its calls go to the instances of its IDC in the clear,
 * and by mutual TLS to the gateway of idc-b when they are gone. Who stands there with a certificate of somebody else hears
 * nothing.
 */
@Tag("real")
class GrpcMutualTlsTest {

    private static final Path DOCUMENT = Path.of("../../idc-control/server/docs/grpc-client.md");
    private static final Pattern BOOTSTRAP = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    private static final String HOST = "greeter.example";
    private static final int CALLS = 200;

    @TempDir
    Path folder;

    @Test
    void callsCrossByMutualTlsAndComeBack() throws Exception {
        try (GreeterServer here = GreeterServer.start("idc-a");
                GreeterServer there = GreeterServer.start("idc-b");
                TwoIdcs idcs = idcs(here, there);
                Component gatewayB = idcs.b().startGateway(idcs.b().ads(), "127.0.0.1:0", idcs.crossing("idc-b"));
                GrpcClient client = client(idcs)) {
            gatewayB.awaitReady();
            idcs.awaitImported("greeter");
            awaitAnsweredBy(client, "idc-a");
            assertAllAnsweredBy(client, "idc-a");
            assertThat(there.answered()).as("nothing crosses while idc-a lives").isZero();

            here.die();
            assertAllAnsweredBy(client, "idc-b");
            assertThat(there.answered()).isGreaterThanOrEqualTo(CALLS);

            try (GreeterServer back = GreeterServer.startOn("idc-a", here.port())) {
                awaitAnsweredBy(client, "idc-a");
                assertAllAnsweredBy(client, "idc-a");
                assertThat(back.answered()).isPositive();
            }
        }
    }

    @Test
    void aGatewayIsKnownByItsCertificateAndNotByItsAddress() throws Exception {
        try (GreeterServer here = GreeterServer.start("idc-a");
                GreeterServer there = GreeterServer.start("idc-b");
                TwoIdcs idcs = idcs(here, there)) {
            idcs.awaitImported("greeter");
            try (GrpcClient client = client(idcs)) {
                awaitAnsweredBy(client, "idc-a");
            }
            here.die();

            assertRefused(idcs, new SpiffeId("elsewhere.example", "idc-b", Role.GATEWAY, "gw-1"));
            assertRefused(idcs, new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, "idc-c", Role.GATEWAY, "gw-1"));
            assertRefused(idcs, new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, "idc-b", Role.WORKLOAD, "gw-1"));
            SpiffeId right = new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, "idc-b", Role.GATEWAY, "gw-9");
            try (GreeterServer gateway = gateway(idcs, right); GrpcClient client = client(idcs)) {
                awaitAnsweredBy(client, right.uri());
                assertThat(gateway.answered()).as("the name alone decides").isPositive();
            }
        }
    }

    private void assertRefused(TwoIdcs idcs, SpiffeId stranger) throws Exception {
        try (GreeterServer gateway = gateway(idcs, stranger); GrpcClient client = client(idcs)) {
            assertThatThrownBy(client::call).as("%s", stranger)
                    .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                        assertThat(refused).hasStackTraceContaining("SAN check failed");
                    });
            assertThat(gateway.answered()).as("calls that %s heard", stranger).isZero();
        }
    }

    private GreeterServer gateway(TwoIdcs idcs, SpiffeId who) throws IOException {
        String crossing = idcs.crossing("idc-b");
        return GreeterServer.startInsteadOfAGateway(who.uri(),
                Integer.parseInt(crossing.substring(crossing.lastIndexOf(':') + 1)), identity(who), idcs.a().trust());
    }

    private TwoIdcs idcs(GreeterServer here, GreeterServer there) throws IOException {
        return TwoIdcs.start(folder, GrpcFailoverTest.greeter("idc-a", here.port()),
                GrpcFailoverTest.greeter("idc-b", there.port()));
    }

    /** Starts one that has read the document; addresses and files are those of this test. */
    private GrpcClient client(TwoIdcs idcs) throws IOException {
        Matcher bootstrap = BOOTSTRAP.matcher(Files.readString(DOCUMENT));
        assertThat(bootstrap.find()).as("a bootstrap in %s", DOCUMENT).isTrue();
        IdentityFiles own = identity(
                new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, "idc-a", Role.WORKLOAD, "shop-1"));
        return GrpcClient.start("shop-1",
                bootstrap.group(1).replace("10.1.0.11:17001", idcs.a().ads())
                        .replace("/etc/spillway/tls/idc-a/shop-1.pem", own.certificate().toString())
                        .replace("/etc/spillway/tls/idc-a/shop-1.key", own.key().toString())
                        .replace("/etc/spillway/tls/ca.pem", idcs.a().trust().toString()),
                HOST);
    }

    /** All are signed by the authority that everybody trusts. */
    private IdentityFiles identity(SpiffeId who) throws IOException {
        Path authority = folder.resolve("authority");
        Path own = folder.resolve(who.trustDomain());
        return IdentityFiles.make(DevelopmentAuthority.in(authority, Instant.now(), new SecureRandom()), own, who,
                Instant.now());
    }

    private static void awaitAnsweredBy(GrpcClient client, String who) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> client.call().equals(who));
    }

    private static void assertAllAnsweredBy(GrpcClient client, String who) {
        for (int i = 0; i < CALLS; i++) {
            assertThat(client.call()).as("call %d", i).isEqualTo(who);
        }
    }
}
