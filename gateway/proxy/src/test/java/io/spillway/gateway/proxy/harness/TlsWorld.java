package io.spillway.gateway.proxy.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.Issued;
import io.spillway.gateway.proxy.tls.CrossingTls;
import io.spillway.gateway.proxy.tls.ListenerTls;
import io.spillway.gateway.proxy.tls.ServerTlsSettings;
import io.spillway.gateway.proxy.tls.TlsEvents;
import io.spillway.gateway.proxy.tls.TlsProvider;
import io.spillway.gateway.proxy.tls.TlsSurroundings;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.time.Ticker;
import io.spillway.process.tls.CertificateFiles;
import io.spillway.process.tls.Identity;
import io.spillway.process.tls.TlsStartException;
import org.jspecify.annotations.Nullable;

/** An authority, certificates in a folder, and clients that trust the authority. */
public final class TlsWorld implements AutoCloseable {
    public static final String TRUST_DOMAIN = "spillway";

    private final Path folder;
    private final DevelopmentAuthority authority;
    private final ExecutorService tasks = Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());
    private final Set<String> handshakes = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> certificates = new ConcurrentHashMap<>();
    private final TlsSurroundings surroundings;

    public TlsWorld(Path folder, TlsProvider provider) {
        this.folder = folder;
        this.authority = DevelopmentAuthority.create(Instant.now(), new SecureRandom());
        this.surroundings = new TlsSurroundings(provider, InstantSource.system(), Ticker.system(), new SecureRandom(),
                tasks, new TlsEvents() {
                    @Override
                    public void handshake(String side, String outcome) {
                        handshakes.add(side + " " + outcome);
                    }

                    @Override
                    public void certificates(String name, Instant notAfter, boolean reloadFailed) {
                        certificates.put(name, reloadFailed);
                    }
                });
    }

    public TlsWorld(Path folder) {
        this(folder, TlsProvider.choose());
    }

    /** Returns the outcomes seen so far, {@code "side outcome"}. */
    public Set<String> handshakes() {
        return handshakes;
    }

    /** Returns by name whether newer certificates were refused. */
    public Map<String, Boolean> certificates() {
        return certificates;
    }

    public TlsSurroundings surroundings() {
        return surroundings;
    }

    public DevelopmentAuthority authority() {
        return authority;
    }

    public static SpiffeId id(String idc, SpiffeId.Role role) {
        return new SpiffeId(TRUST_DOMAIN, idc, role, role.word() + "-1");
    }

    /** Writes a certificate with its key. */
    public CertificateFiles write(String name, Issued issued) throws IOException {
        CertificateFiles files = new CertificateFiles(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        issued.write(files.certificate(), files.key());
        return files;
    }

    /** Writes the certificate of a site. */
    public CertificateFiles site(String name) throws IOException {
        return write(name.replace('*', '_'), authority.issue(CertificateRequest.site(Instant.now(), name)));
    }

    /** Writes the identity of a process, signed by this authority. */
    public Identity identity(String idc, SpiffeId.Role role) throws IOException {
        return identity(authority.issue(CertificateRequest.of(id(idc, role), Instant.now())), idc + role.word());
    }

    /** Writes somebody's certificate as an identity that trusts this authority. */
    public Identity identity(Issued issued, String name) throws IOException {
        Path trust = folder.resolve("trust.pem");
        Files.writeString(trust, authority.certificatePem());
        return new Identity(write(name, issued), trust, TRUST_DOMAIN);
    }

    public ListenerTls listener(String role, ServerTlsSettings settings) throws TlsStartException {
        return ListenerTls.start(role, settings, surroundings);
    }

    public ListenerTls crossingListener(String idc) throws IOException, TlsStartException {
        return listener("crossing",
                ServerTlsSettings.crossing(identity(idc, SpiffeId.Role.GATEWAY), List.of("h2", "http/1.1")));
    }

    public CrossingTls dialer(Identity identity) throws TlsStartException {
        return CrossingTls.start(identity, surroundings);
    }

    /** Returns a context that trusts the authority and shows a certificate if there is one. */
    public SSLContext context(@Nullable Issued own) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        KeyStore ownStore = KeyStore.getInstance("PKCS12");
        ownStore.load(null, null);
        if (own != null) {
            ownStore.setKeyEntry("own", own.key(), new char[0], own.chain().toArray(new X509Certificate[0]));
        }
        keys.init(ownStore, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager[] trusted = trust.getTrustManagers();
        context.init(keys.getKeyManagers(), trusted, null);
        return context;
    }

    /** Connects and shakes hands, asking for a site by name if there is one. */
    public static SSLSocket connect(SSLContext context, InetSocketAddress to, @Nullable String site,
            String... protocols)
            throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), to.getPort());
        plain.setSoTimeout(5000);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", to.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(site == null ? List.of() : List.of(new SNIHostName(site)));
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Returns the common name of the certificate that the other end showed. */
    public static String shown(SSLSocket socket) throws IOException {
        String subject = ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal()
                .getName();
        return subject.replaceAll(".*CN=([^,]+).*", "$1");
    }

    @Override
    public void close() {
        tasks.shutdownNow();
    }
}
