package io.spillway.ctl.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("slow")
class TlsConnectorTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;
    private @Nullable HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(makeKeys())) {
            store.load(in, PASSWORD);
        }
        pem("cert.pem", "CERTIFICATE", store.getCertificate("server").getEncoded());
        pem("key.pem", "PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        server = serve(context);
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(server).stop(0);
    }

    @Test
    void aServerOfATrustedAuthorityIsAskedAndSeesWhoAsks() throws Exception {
        assertThat(ask("localhost", folder.resolve("cert.pem"), folder.resolve("key.pem")))
                .isInstanceOf(Answer.Done.class);
    }

    @Test
    void aServerThatWantsACertificateRefusesWithoutOne() throws Exception {
        assertThat(ask("localhost", folder.resolve("cert.pem"), null)).isInstanceOf(Answer.Unreachable.class);
    }

    @Test
    void aServerOfAnotherNameIsNotBelieved() throws Exception {
        assertThat(ask("127.0.0.1", folder.resolve("cert.pem"), folder.resolve("key.pem")))
                .isInstanceOf(Answer.Unreachable.class);
    }

    @Test
    void aServerOfAnUnknownAuthorityIsNotBelieved() throws Exception {
        assertThat(ask("localhost", null, folder.resolve("key.pem"))).isInstanceOf(Answer.Unreachable.class);
    }

    @Test
    void filesThatHoldSomethingElseAreRefused() {
        Path cert = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        assertThatThrownBy(() -> TlsConnector.of(key, null, null)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> TlsConnector.of(cert, cert, cert)).isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("no private key (expected: PKCS #8 as PEM, not encrypted)");
        assertThatThrownBy(() -> TlsConnector.of(folder.resolve("none"), null, null)).isInstanceOf(IOException.class);
    }

    private Answer ask(String host, @Nullable Path ca, @Nullable Path key) throws Exception {
        int port = Objects.requireNonNull(server).getAddress().getPort();
        ControlClient.Settings settings = new ControlClient.Settings(List.of(new ServerAddress(host, port, true)),
                List.of(), Duration.ofSeconds(10), line -> {});
        Path cert = key == null ? null : folder.resolve("cert.pem");
        return new ControlClient(settings, TlsConnector.of(ca, cert, key), Ticker.system()).send(Request.get("/"));
    }

    private static HttpsServer serve(SSLContext context) throws IOException {
        HttpsServer started = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        started.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        started.start();
        return started;
    }

    private static Path makeKeys() throws Exception {
        Path file = folder.resolve("keys.p12");
        if (!Files.exists(file)) {
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                    "-genkeypair",
                    "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost",
                    "-storetype",
                    "PKCS12", "-keystore", file.toString(), "-storepass", new String(PASSWORD))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(keytool.waitFor()).as(said).isZero();
        }
        return file;
    }

    private static void pem(String name, String what, byte[] encoded) throws IOException {
        Files.writeString(folder.resolve(name), "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + what + "-----\n");
    }
}
