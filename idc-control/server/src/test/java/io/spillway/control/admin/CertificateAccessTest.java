package io.spillway.control.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.Call;
import io.spillway.control.access.Caller;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Role;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.admin.security.ApiTls;
import io.spillway.control.node.Certificates;
import io.spillway.control.service.Asker;
import io.spillway.control.service.WriteResult;
import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.Issued;
import io.spillway.model.identity.PersonId;
import io.spillway.model.identity.SpiffeId;
import io.spillway.process.tls.OwnIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who comes to the API with a certificate: whoever it names, and nobody by one that is not good. */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CertificateAccessTest {

    private static final PersonId ALICE = new PersonId(Certificates.TRUST_DOMAIN, PersonId.Kind.OPERATOR, "alice");
    private static final PersonId GLASS = new PersonId(Certificates.TRUST_DOMAIN, PersonId.Kind.BREAKGLASS, "alice");
    private static final String ENTRY = """
            apiVersion: spillway.io/v1
            kind: WorkloadEntry
            metadata: {name: orders-1}
            spec: {service: orders, cluster: a-primary, address: 10.0.0.1, port: 8080}
            """;

    @TempDir
    private static Path folder;
    private static Certificates certificates;
    private static ApiServer server;
    private static int port;
    private static final ScriptedService SERVICE = new ScriptedService();
    private static final List<String> BROKEN = new CopyOnWriteArrayList<>();
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.EPOCH);

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(folder);
        OwnIdentity own = certificates.identity();
        AccessConfig config = new AccessConfig(List.of(),
                List.of(new AccessConfig.CertificateGrant(ALICE.uri(), "alice",
                        List.of(Grant.everywhere(Role.OPERATOR)))));
        ApiAccess access = new ApiAccess(
                new ApiAccess.Settings("idc-a", "s3cret", config, Certificates.TRUST_DOMAIN), NOW::get,
                new AccessObserver() {
                    @Override
                    public void brokeGlass(Caller caller, Call call) {
                        BROKEN.add(caller.identity() + ": " + call + ": " + caller.reason());
                    }
                });
        InetSocketAddress asked = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = ApiServer.start(new ApiSettings(asked, access, new ApiTls(own.keys(), own.peers(null, _ -> {}))),
                SERVICE);
        port = server.address(asked).getPort();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        NOW.set(Instant.now());
        BROKEN.clear();
        SERVICE.applied.clear();
        SERVICE.deleted.clear();
        SERVICE.nextWrite = new WriteResult.Applied(8, List.of(), List.of(), true);
    }

    @Test
    void aPersonIsWhomTheCertificateNames() throws Exception {
        Issued alice = person(ALICE, Duration.ofDays(1));
        assertThat(send(alice, "GET", "/v1/status", "").statusCode()).isEqualTo(200);
        assertThat(send(alice, "PUT", "/v1/workloads/orders-1", ENTRY, "X-Spillway-Author", "bob").statusCode())
                .isEqualTo(200);
        assertThat(SERVICE.applied).singleElement()
                .satisfies(request -> assertThat(request.author()).isEqualTo("spiffe://spillway/operator/alice"))
                .satisfies(request -> assertThat(request.asker()).isEqualTo(new Asker("alice",
                        "spiffe://spillway/operator/alice", "PUT /v1/workloads/orders-1", null, false)));
        HttpResponse<String> admin = send(alice, "DELETE", "/v1/idcs/idc-a", "");
        assertThat(admin.statusCode()).isEqualTo(403);
        assertThat(admin.body()).contains("spiffe://spillway/operator/alice has operator (expected: role admin");
        Issued bob = person(new PersonId(Certificates.TRUST_DOMAIN, PersonId.Kind.OPERATOR, "bob"), Duration.ofDays(1));
        assertThat(send(bob, "GET", "/v1/status", "").body()).contains("has no role (expected: role viewer in idc-a)");
    }

    @Test
    void withoutACertificateATokenDoesAndAWrongOneIsNotMadeGoodByACertificate() throws Exception {
        assertThat(send((Issued) null, "GET", "/v1/status", "", "Authorization", "Bearer s3cret").statusCode())
                .isEqualTo(200);
        HttpResponse<String> nothing = send((Issued) null, "GET", "/v1/status", "");
        assertThat(nothing.statusCode()).isEqualTo(401);
        assertThat(nothing.body()).contains("or a client certificate)");
        assertThat(send(person(ALICE, Duration.ofDays(1)), "GET", "/v1/status", "", "Authorization", "Bearer guess")
                .statusCode()).isEqualTo(403);
    }

    @Test
    void aForeignOrExpiredCertificateMakesNoConnection() throws Exception {
        Instant now = Instant.now();
        Issued foreign = DevelopmentAuthority.create(now, new SecureRandom())
                .issue(CertificateRequest.person(ALICE, now, Duration.ofDays(1)));
        Issued old = certificates.authority.issue(CertificateRequest.person(ALICE, now, Duration.ofDays(1))
                .valid(now.minusSeconds(3600), now.minusSeconds(60)));
        for (Issued bad : List.of(foreign, old)) {
            assertThatThrownBy(() -> send(bad, "GET", "/v1/status", "")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aCertificateThatEndsWhileItsConnectionIsOpenIsGoodForNothingMore() throws Exception {
        Issued alice = person(ALICE, Duration.ofHours(1));
        try (HttpClient client = client(alice)) {
            assertThat(send(client, "GET", "/v1/status", "").statusCode()).isEqualTo(200);
            NOW.set(Instant.now().plus(Duration.ofHours(2)));
            HttpResponse<String> late = send(client, "GET", "/v1/status", "");
            assertThat(late.statusCode()).isEqualTo(401);
            assertThat(late.body()).contains("\"title\":\"wrong certificate\"", "the certificate expired at ");
        }
    }

    @Test
    void whatIsWatchedEndsWithTheCertificate() throws Exception {
        Issued alice = person(ALICE, Duration.ofHours(1));
        NOW.set(alice.certificate().getNotAfter().toInstant().minusMillis(300));
        try (HttpClient client = client(alice)) {
            HttpResponse<String> events = send(client, "GET", "/v1/events", "");
            assertThat(events.statusCode()).isEqualTo(200);
            assertThat(events.body()).as("a first sign of life, then the end").contains("alive");
        }
    }

    @Test
    void aCertificateThatNamesTwoOrNobodyOrAStrangerIsNobodys() throws Exception {
        CertificateRequest alice = CertificateRequest.person(ALICE, Instant.now(), Duration.ofDays(1));
        Issued two = certificates.authority.issue(alice.withUri("spiffe://spillway/operator/bob"));
        Issued nobody = certificates.authority.issue(CertificateRequest.site(Instant.now(), "alice.example"));
        Issued stranger = person(new PersonId("elsewhere", PersonId.Kind.OPERATOR, "alice"), Duration.ofDays(1));
        for (Issued bad : List.of(two, nobody)) {
            HttpResponse<String> answer = send(bad, "GET", "/v1/status", "");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("has no SPIFFE id of ours (expected: one URI name, "
                    + "spiffe://spillway/operator/<name> or ");
        }
        assertThat(send(stranger, "GET", "/v1/status", "").body())
                .contains("spiffe://elsewhere/operator/alice (expected: trust domain spillway)");
    }

    @Test
    void aWorkloadRegistersItselfAndNobodyElse() throws Exception {
        Issued own = certificates.issued(Certificates.id("idc-a", SpiffeId.Role.WORKLOAD, "orders-1"));
        assertThat(send(own, "PUT", "/v1/workloads/orders-1", ENTRY).statusCode()).isEqualTo(200);
        assertThat(send(own, "DELETE", "/v1/workloads/orders-1", "").statusCode()).isEqualTo(200);
        assertThat(send(own, "GET", "/v1/workloads/orders-1?wait=released", "").statusCode()).isEqualTo(200);
        HttpResponse<String> other = send(own, "DELETE", "/v1/workloads/orders-2", "");
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.body())
                .contains("is a workload (expected: GET, PUT or DELETE of workloads/orders-1 in idc-a)");
        for (String path : List.of("/v1/status", "/v1/workloads", "/v1/services/orders-1", "/v1/events")) {
            assertThat(send(own, "GET", path, "").statusCode()).as(path).isEqualTo(403);
        }
        assertThat(send(own, "POST", "/v1/apply", ENTRY).statusCode()).isEqualTo(403);
        Issued gateway = certificates.issued(Certificates.id("idc-a", SpiffeId.Role.GATEWAY, "gw-1"));
        assertThat(send(gateway, "GET", "/v1/status", "").statusCode()).isEqualTo(403);
        assertThat(SERVICE.applied).hasSize(1);
        assertThat(SERVICE.deleted).hasSize(1);
    }

    @Test
    void glassIsBrokenForAnHourWithAReasonAndThatIsTold() throws Exception {
        Issued glass = person(GLASS, Duration.ofHours(1));
        for (String bad : List.of("", " ", "x".repeat(201))) {
            HttpResponse<String> silent = bad.isEmpty()
                    ? send(glass, "DELETE", "/v1/idcs/idc-b", "")
                    : send(glass, "DELETE", "/v1/idcs/idc-b", "", "X-Spillway-Reason", bad);
            assertThat(silent.statusCode()).as(bad).isEqualTo(403);
            assertThat(silent.body()).contains("\"title\":\"no reason\"", "X-Spillway-Reason: ");
        }
        assertThat(BROKEN).isEmpty();
        assertThat(send(glass, "DELETE", "/v1/idcs/idc-b", "", "X-Spillway-Reason", "idc-b burns").statusCode())
                .isEqualTo(200);
        assertThat(BROKEN).containsExactly(GLASS + ": DELETE /v1/idcs/idc-b: idc-b burns");
        assertThat(SERVICE.deleted).singleElement()
                .satisfies(request -> assertThat(request.author()).isEqualTo(GLASS + " (idc-b burns)"))
                .satisfies(request -> assertThat(request.asker()).as("he needs nobody").isNull());
        HttpResponse<String> tooLong = send(person(GLASS, Duration.ofMinutes(61)), "DELETE", "/v1/idcs/idc-b", "",
                "X-Spillway-Reason", "idc-b burns");
        assertThat(tooLong.statusCode()).isEqualTo(401);
        assertThat(tooLong.body()).contains("is made for 61 minutes (expected: at most 60)");
    }

    private static Issued person(PersonId id, Duration life) {
        return certificates.authority.issue(CertificateRequest.person(id, Instant.now(), life));
    }

    private static HttpResponse<String> send(@Nullable Issued own, String method, String path, String body,
            String... headers) throws Exception {
        try (HttpClient client = client(own)) {
            return send(client, method, path, body, headers);
        }
    }

    private static HttpResponse<String> send(HttpClient client, String method, String path, String body,
            String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private static HttpClient client(@Nullable Issued own) throws Exception {
        char[] none = {};
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, none);
        trusted.setCertificateEntry("authority", certificates.authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyStore shown = KeyStore.getInstance("PKCS12");
        shown.load(null, none);
        if (own != null) {
            shown.setKeyEntry("own", own.key(), none, new X509Certificate[]{own.certificate()});
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(shown, none);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build();
    }
}
