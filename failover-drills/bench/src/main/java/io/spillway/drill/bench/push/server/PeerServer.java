package io.spillway.drill.bench.push.server;

import java.util.List;

import io.spillway.control.peers.Change;
import io.spillway.control.peers.Peer;
import io.spillway.control.peers.PeerException;
import io.spillway.control.peers.PeerProcess;
import io.spillway.drill.bench.push.Population;
import io.spillway.drill.bench.push.PushServer;
import io.spillway.drill.bench.push.xds.PeerResources;
import io.spillway.gateway.bench.process.BenchFailure;

/** A peer, told of changes by a line on its stdin: there is no cheaper way in, and ours pays for its HTTP API. */
final class PeerServer implements PushServer {
    private final Population population;
    private final PeerProcess process;

    private PeerServer(Population population, PeerProcess process) {
        this.population = population;
        this.process = process;
    }

    /** Starts it and fills it. */
    static PeerServer start(Peer peer, Population population) {
        try {
            PeerServer server = new PeerServer(population, PeerProcess.start(peer));
            try {
                server.process.apply(PeerResources.all(population));
                return server;
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (PeerException e) {
            throw new BenchFailure(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public int port() {
        return process.port();
    }

    @Override
    public void change(List<Integer> services, int change) {
        List<Change> changes = services.stream().map(one -> PeerResources.endpoints(population, one, change)).toList();
        try {
            if (changes.size() == 1) {
                process.apply(changes.getFirst());
            } else {
                process.apply(changes);
            }
        } catch (PeerException e) {
            throw new BenchFailure(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
