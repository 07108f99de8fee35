package io.spillway.gateway.proxy.tls;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.Issued;
import io.spillway.devca.KeyKind;
import io.spillway.model.identity.SpiffeId;
import io.spillway.process.tls.Loaded;
import io.spillway.process.tls.PeerCheck;
import io.spillway.process.tls.PeerRule;
import io.spillway.process.tls.Trust;

/**
 * Measures how long a whole handshake holds an event loop, and how much of it is left to other threads. Not a test: run
 * it on a quiet machine; {@code docs/tls.md} has what it said.
 */
public final class HandshakeCost {
    private static final int WARM_UP = 2000;
    private static final int ROUNDS = 2000;

    private HandshakeCost() {}

    /** Prints a table. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now(), new SecureRandom());
        Trust trust = new Trust(List.of(authority.certificate()), trustManager(authority));
        out.println("| provider | key | client certificate | server loop us p50/p99 | server tasks us p50 |"
                + " client loop us p50/p99 | client tasks us p50 |");
        for (TlsProvider provider : List.of(TlsProvider.choose(), TlsProvider.jdk())) {
            for (KeyKind kind : KeyKind.values()) {
                for (boolean mutual : new boolean[]{false, true}) {
                    Issued own = authority.issue(CertificateRequest.of(
                            new SpiffeId("spillway", "idc-a", SpiffeId.Role.GATEWAY, "gateway-1"), Instant.now()),
                            kind);
                    SslContext server = context(SslContextBuilder.forServer(own.key(), chain(own))
                            .clientAuth(mutual ? ClientAuth.REQUIRE : ClientAuth.NONE), provider, trust);
                    SslContextBuilder dialing = SslContextBuilder.forClient().endpointIdentificationAlgorithm("");
                    SslContext client = context(mutual ? dialing.keyManager(own.key(), chain(own)) : dialing, provider,
                            trust);
                    out.println(row(provider, kind, mutual, new Side(server), new Side(client)));
                }
            }
        }
    }

    private static X509Certificate[] chain(Issued own) {
        return own.chain().toArray(new X509Certificate[0]);
    }

    private static X509TrustManager trustManager(DevelopmentAuthority authority) throws Exception {
        Path file = Files.createTempFile("trust", ".pem");
        Files.writeString(file, authority.certificatePem());
        if (Trust.read(file) instanceof Loaded.Good<Trust>(Trust read)) {
            return read.chains();
        }
        throw new IllegalStateException("the authority's own certificate cannot be read");
    }

    private static SslContext context(SslContextBuilder builder, TlsProvider provider, Trust trust)
            throws SSLException {
        builder.trustManager(new PeerCheck(trust, new PeerRule("spillway", null, Set.of(SpiffeId.Role.GATEWAY))));
        Suite.apply(builder, provider, "TLSv1.2", List.of());
        return builder.build();
    }

    private static String row(TlsProvider provider, KeyKind kind, boolean mutual, Side server, Side client)
            throws SSLException {
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            handshake(server.begin(false), client.begin(true));
            server.end(i - WARM_UP);
            client.end(i - WARM_UP);
        }
        return "| " + provider.provider() + " | " + kind + " | " + (mutual ? "required" : "none") + " | "
                + server.loop() + " | " + server.tasks() + " | " + client.loop() + " | " + client.tasks() + " |";
    }

    private static void handshake(Side server, Side client) throws SSLException {
        for (int turn = 0; turn < 100 && !(server.done() && client.done()); turn++) {
            client.step(server);
            server.step(client);
        }
    }

    /** One end: its engine, what waits to be read by it, and the times. */
    private static final class Side {
        private final SslContext context;
        private final long[] loopNanos = new long[ROUNDS];
        private final long[] taskNanos = new long[ROUNDS];
        private final ByteBuffer inbound = ByteBuffer.allocateDirect(1 << 17);
        private final ByteBuffer clear = ByteBuffer.allocateDirect(1 << 17);
        private SSLEngine engine;
        private long loop;
        private long tasks;

        Side(SslContext context) {
            this.context = context;
            this.engine = context.newEngine(ByteBufAllocator.DEFAULT);
        }

        Side begin(boolean dials) throws SSLException {
            ReferenceCountUtil.release(engine);
            loop = 0;
            tasks = 0;
            inbound.clear();
            long start = System.nanoTime();
            engine = context.newEngine(ByteBufAllocator.DEFAULT);
            engine.setUseClientMode(dials);
            engine.beginHandshake();
            loop += System.nanoTime() - start;
            return this;
        }

        boolean done() {
            return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && inbound.position() == 0;
        }

        void step(Side other) throws SSLException {
            for (int turn = 0; turn < 20; turn++) {
                long start = System.nanoTime();
                HandshakeStatus status = engine.getHandshakeStatus();
                if (status == HandshakeStatus.NEED_TASK) {
                    Runnable task = engine.getDelegatedTask();
                    while (task != null) {
                        task.run();
                        task = engine.getDelegatedTask();
                    }
                    tasks += System.nanoTime() - start;
                    continue;
                }
                boolean moved = status == HandshakeStatus.NEED_WRAP
                        ? engine.wrap(ByteBuffer.allocate(0), other.inbound).bytesProduced() > 0
                        : inbound.position() > 0 && unwrap();
                loop += System.nanoTime() - start;
                if (!moved && engine.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
                    return;
                }
            }
        }

        private boolean unwrap() throws SSLException {
            inbound.flip();
            clear.clear();
            int consumed = engine.unwrap(inbound, clear).bytesConsumed();
            inbound.compact();
            return consumed > 0;
        }

        void end(int round) {
            if (round >= 0) {
                loopNanos[round] = loop;
                taskNanos[round] = tasks;
            }
        }

        String loop() {
            Arrays.sort(loopNanos);
            return loopNanos[ROUNDS / 2] / 1000 + " / " + loopNanos[ROUNDS * 99 / 100] / 1000;
        }

        String tasks() {
            Arrays.sort(taskNanos);
            return Long.toString(taskNanos[ROUNDS / 2] / 1000);
        }
    }
}
