package io.spillway.drill.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

import io.spillway.ctl.client.Connector;
import io.spillway.ctl.client.ServerAddress;
import io.spillway.ctl.client.TlsConnector;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which control plane is asked, and as whom. */
public final class ServerOptions {

    @Option(names = "--server", paramLabel = "HOST:PORT[,..]", description = "control plane of a running installation; the next one is asked when one does not answer. With TLS: https://HOST:PORT.")
    private String server = "";
    @Option(names = "--token-file", paramLabel = "FILE", description = "file with a bearer token of role drill; it is read for every request")
    private @Nullable Path tokenFile;
    @Option(names = "--ca", paramLabel = "FILE", description = "PEM certificates to trust (https only)")
    private @Nullable Path ca;
    @Option(names = "--cert", paramLabel = "FILE", description = "PEM certificate to show (https only)")
    private @Nullable Path cert;
    @Option(names = "--key", paramLabel = "FILE", description = "its PKCS #8 PEM private key")
    private @Nullable Path key;

    /** Returns whether a control plane is named. */
    public boolean given() {
        return !server.isEmpty();
    }

    /** Returns who is asked; throws IOException that says what is wrong with the options. */
    public ControlPlane controlPlane(Ticker ticker) throws IOException {
        List<ServerAddress> servers = ServerAddress.parseAll(server);
        if (server.isEmpty() || servers == null) {
            throw new IOException("--server: \"" + server + "\" (expected: " + ServerAddress.EXPECTED + ")");
        }
        if ((cert == null) != (key == null)) {
            throw new IOException("--cert and --key: only one of them is given (expected: both)");
        }
        if (tokenFile != null && token().isEmpty()) {
            throw new IOException("--token-file: " + tokenFile + " is empty (expected: a token)");
        }
        return new ControlPlane(servers, connector(servers), this::token, ticker);
    }

    private Connector connector(List<ServerAddress> servers) throws IOException {
        if (servers.stream().noneMatch(ServerAddress::tls)) {
            return Connector.plain();
        }
        try {
            return TlsConnector.of(ca, cert, key);
        } catch (GeneralSecurityException e) {
            throw new IOException("--ca, --cert, --key: " + e.getMessage(), e);
        }
    }

    /** Returns the token as it is now; empty for none. */
    private String token() throws IOException {
        Path file = tokenFile;
        if (file == null) {
            return "";
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException("--token-file: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
