package io.spillway.control.health.probe;

import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.spillway.model.resource.HealthProbe;
import io.spillway.model.resource.HealthProbe.StatusRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks by HTTP and TCP of real sockets: each kind of failure is told apart. */
@Tag("slow")
class ProberTest {

    private static final HealthProbe HTTP = new HealthProbe.Http("/live?deep=1", null, HealthProbe.Http.SUCCESSES,
            false);
    private static final HealthProbe TCP = new HealthProbe.Tcp();

    private final Asking asking = new Asking();

    @AfterEach
    void stop() {
        asking.close();
    }

    @Test
    void httpLooksAtTheStatusAndKeepsItsConnection() throws Exception {
        try (Workload workload = Workload.answering(Workload.status(200))) {
            Prober prober = asking.prober(HTTP, workload.place());
            assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.Passed());
            assertThat(workload.lastRequest).startsWith("GET /live?deep=1 HTTP/1.1\r\n")
                    .contains("host: 127.0.0.1:" + workload.port() + "\r\n");
            workload.answer = Workload.status(503);
            assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.BadStatus(503));
            workload.answer = Workload.status(204).replace("Content-Length: 2\r\n\r\nok", "\r\n");
            assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.Passed());
            assertThat(workload.connections).hasValue(1);
        }
    }

    @Test
    void httpAsksForTheHostAndTakesTheStatusesThatItIsTold() throws Exception {
        try (Workload workload = Workload.answering(Workload.status(401))) {
            HealthProbe probe = new HealthProbe.Http("/", "orders.test",
                    List.of(new StatusRange(200, 204), new StatusRange(401, 401)), false);
            assertThat(asking.once(probe, workload.place())).isEqualTo(new CheckOutcome.Passed());
            assertThat(workload.lastRequest).contains("host: orders.test\r\n");
        }
    }

    @Test
    void aKeptConnectionThatWasClosedSaysNothingOfTheWorkload() throws Exception {
        try (Workload workload = Workload.answering(Workload.status(200))) {
            Prober prober = asking.prober(HTTP, workload.place());
            assertThat(asking.ask(prober).passed()).isTrue();
            workload.resets = true;
            assertThat(asking.ask(prober)).as("also a new connection is reset").isEqualTo(new CheckOutcome.Reset());
            assertThat(workload.connections).as("tried again on a new one").hasValue(2);
            workload.resets = false;
            workload.closes = true;
            for (int i = 0; i < 5; i++) {
                assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.Passed());
            }
        }
    }

    @Test
    void anAnswerThatIsNoHttpIsABadAnswer() throws Exception {
        try (Workload workload = Workload.answering("SSH-2.0-OpenSSH_9.9\r\n\r\n")) {
            assertThat(asking.once(HTTP, workload.place())).isInstanceOf(CheckOutcome.BadAnswer.class);
        }
    }

    @Test
    void aBodyWithoutEndCostsNothing() throws Exception {
        try (Workload workload = Workload.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + "x".repeat(900_000))) {
            Prober prober = asking.prober(HTTP, workload.place());
            for (int i = 0; i < 3; i++) {
                assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.Passed());
            }
        }
    }

    @Test
    void nobodyListens() throws Exception {
        try (Socket deaf = Workload.deaf()) {
            Place nobody = new Place("127.0.0.1", deaf.getLocalPort());
            assertThat(asking.once(HTTP, nobody)).isEqualTo(new CheckOutcome.Refused());
            assertThat(asking.once(TCP, nobody)).isEqualTo(new CheckOutcome.Refused());
            assertThat(asking.once(new HealthProbe.Grpc(""), nobody)).isEqualTo(new CheckOutcome.Refused());
        }
    }

    @Test
    void oneThatSaysNothingTimesOutAndMayAnswerTheNextTime() throws Exception {
        try (Workload workload = Workload.answering("")) {
            Prober prober = asking.prober(HTTP, workload.place());
            assertThat(asking.askInVain(prober, 500)).isEqualTo(new CheckOutcome.TimedOut(true));
            workload.answer = Workload.status(200);
            assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.Passed());
            assertThat(asking.once(TCP, workload.place())).isEqualTo(new CheckOutcome.Passed());
        }
    }

    @Test
    void aHostNameIsLookedUp() throws Exception {
        try (Workload workload = Workload.answering(Workload.status(200))) {
            assertThat(asking.once(HTTP, new Place("localhost", workload.port())).passed()).isTrue();
            assertThat(asking.once(TCP, new Place("nobody.invalid", 80)))
                    .isEqualTo(new CheckOutcome.Unresolved("nobody.invalid"));
        }
    }

    @Test
    void tlsThatIsNotSpokenIsToldApart() throws Exception {
        try (Workload workload = Workload.answering(Workload.status(200))) {
            HealthProbe tls = new HealthProbe.Http("/", null, HealthProbe.Http.SUCCESSES, true);
            Prober prober = asking.prober(tls, workload.place());
            assertThat(asking.askInVain(prober, 1000)).isEqualTo(new CheckOutcome.TimedOut(true));
            workload.greeting = "SSH-2.0-OpenSSH_9.9\r\n";
            assertThat(asking.ask(prober)).isInstanceOf(CheckOutcome.TlsFailed.class);
        }
    }

    @Test
    void tlsIsSpokenWithoutALookAtTheCertificate(@TempDir Path folder) throws Exception {
        HealthProbe tls = new HealthProbe.Http("/", null, HealthProbe.Http.SUCCESSES, true);
        try (Workload workload = Workload.tls(Workload.status(200), context(folder.resolve("keys.p12")))) {
            Prober prober = asking.prober(tls, workload.place());
            assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.Passed());
            workload.answer = Workload.status(500);
            assertThat(asking.ask(prober)).isEqualTo(new CheckOutcome.BadStatus(500));
            assertThat(workload.connections).hasValue(1);
        }
    }

    private static SSLContext context(Path file) throws Exception {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "w", "-keyalg", "EC", "-dname", "CN=somebody.else", "-storetype", "PKCS12",
                "-storepass", "changeit", "-keystore", file.toString()).inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
