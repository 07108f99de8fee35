package io.spillway.gateway.proxy.tls;

import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;

/**
 * Plays handshakes in memory before there are users. The first one of a process loads hundreds of classes; without
 * this it would happen when another IDC is needed for the first time, which is when nobody has time for it.
 */
final class Rehearsal {
    private static final int TIMES = 30;
    private static final int TURNS = 50;
    private static final int ROOM = 1 << 17;

    private final ByteBuffer clear = ByteBuffer.allocate(ROOM);

    /**
     * Plays handshakes until the first compiler knows them; throws when the two do not accept each other. Runs everything on
     * the calling thread.
     */
    static void play(SslContext server, SslContext client) throws SSLException {
        Rehearsal rehearsal = new Rehearsal();
        for (int i = 0; i < TIMES; i++) {
            rehearsal.once(server, client);
        }
    }

    private void once(SslContext server, SslContext client) throws SSLException {
        SSLEngine accepting = server.newEngine(ByteBufAllocator.DEFAULT);
        SSLEngine dialing = client.newEngine(ByteBufAllocator.DEFAULT);
        ByteBuffer toServer = ByteBuffer.allocate(ROOM);
        ByteBuffer toClient = ByteBuffer.allocate(ROOM);
        try {
            dialing.beginHandshake();
            accepting.beginHandshake();
            for (int turn = 0; turn < TURNS && !(done(dialing) && done(accepting)); turn++) {
                step(dialing, toClient, toServer);
                step(accepting, toServer, toClient);
            }
        } finally {
            ReferenceCountUtil.release(accepting);
            ReferenceCountUtil.release(dialing);
        }
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        for (int turn = 0; turn < TURNS; turn++) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks(engine);
                case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
                    if (!read(engine, in)) {
                        return;
                    }
                }
            }
        }
    }

    private static void runTasks(SSLEngine engine) {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    private boolean read(SSLEngine engine, ByteBuffer in) throws SSLException {
        if (in.position() == 0) {
            return false;
        }
        in.flip();
        clear.clear();
        int consumed = engine.unwrap(in, clear).bytesConsumed();
        in.compact();
        return consumed > 0;
    }
}
