package io.spillway.gateway.proxy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import io.spillway.gateway.proxy.tls.ServerTlsSettings;
import io.spillway.gateway.proxy.tls.ServerTlsSettings.Clients;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.process.tls.CertificateFiles;
import io.spillway.process.tls.Identity;
import org.jspecify.annotations.Nullable;

/** Reads the keys about certificates. Only what is written is looked at here; the files are, when the process starts. */
final class TlsKeys {
    private static final List<String> PROTOCOLS = List.of("h2", "http/1.1");
    private static final Set<String> KNOWN_PROTOCOLS = Set.of("h2", "http/1.1");
    private static final CertificateFiles NO_FILES = new CertificateFiles(Path.of(""), Path.of(""));

    private static final ScalarType<String> OLDEST = ScalarType.text("\"1.2\" or \"1.3\"", "1.2",
            text -> text.equals("1.2") || text.equals("1.3") ? text : null);

    private static final ScalarType<Clients> CLIENTS = ScalarType.text("none, optional or required", Clients.NONE,
            text -> Stream.of(Clients.values()).filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst().orElse(null));

    private TlsKeys() {}

    /** Reads the certificates of a listener. */
    static ServerTlsSettings server(Decoder tls) {
        List<CertificateFiles> certificates = new ArrayList<>(tls.children("certificates", CertificateFiles::read));
        if (certificates.isEmpty()) {
            tls.violation("certificates", "list of at least one {certificate, key}");
            certificates.add(NO_FILES);
        }
        String trust = tls.optional("trust", ScalarType.SOME_TEXT);
        Clients clients = tls.optional("clientCertificates", CLIENTS, Clients.NONE);
        if (clients != Clients.NONE && trust == null) {
            tls.violation("trust", "file with the authorities of clients, because clientCertificates is "
                    + clients.name().toLowerCase(Locale.ROOT));
            clients = Clients.NONE;
        }
        return new ServerTlsSettings(certificates, clients, trust == null ? null : Path.of(trust), null,
                protocols(tls), tls.optional("strictNames", ScalarType.BOOL, false),
                "TLSv" + tls.optional("oldest", OLDEST, "1.2"), timeout(tls), helloBytes(tls));
    }

    private static List<String> protocols(Decoder tls) {
        List<String> protocols = tls.list("protocols", ScalarType.SOME_TEXT);
        if (!KNOWN_PROTOCOLS.containsAll(protocols)) {
            tls.violation("protocols", "list of h2 and http/1.1");
        }
        return protocols.isEmpty() ? PROTOCOLS : protocols;
    }

    private static Duration timeout(Decoder tls) {
        Duration timeout = tls.optional("handshakeTimeout", ScalarType.DURATION, ServerTlsSettings.HANDSHAKE_TIMEOUT);
        if (timeout.isZero() || timeout.isNegative()) {
            tls.violation("handshakeTimeout", "duration greater than zero");
        }
        return timeout;
    }

    private static int helloBytes(Decoder tls) {
        long size = tls.optional("clientHelloBytes", ScalarType.SIZE, (long) ServerTlsSettings.CLIENT_HELLO_BYTES);
        if (size < 512 || size > 64 * 1024) {
            tls.violation("clientHelloBytes", "size of 512B to 64KiB");
            return ServerTlsSettings.CLIENT_HELLO_BYTES;
        }
        return (int) size;
    }

    /** Notes a crossing listener that would let anybody in. */
    static void checkCrossing(Decoder config, @Nullable ListenerConfig crossing, @Nullable Identity identity) {
        if (crossing != null && identity == null && !crossing.plaintext() && crossing.tls() == null) {
            config.violation("tls", "nothing", "certificate, key and trust of this gateway, because listeners.crossing "
                    + "takes other IDCs' gateways by mutual TLS; or listeners.crossing: {address: "
                    + crossing.address() + ", plaintext: true}");
        }
    }
}
