package io.spillway.gateway.bench.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.spillway.gateway.bench.peer.Contender;
import io.spillway.gateway.bench.peer.Door;
import io.spillway.gateway.bench.peer.Peers;
import io.spillway.gateway.bench.peer.SpillwayGateway;
import io.spillway.gateway.bench.peer.Stage;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.xds.BenchControl;
import io.spillway.gateway.bench.xds.BenchResources;
import io.spillway.model.time.Ticker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench gateway}: the gateway beside HAProxy, nginx, Envoy and Spring Cloud Gateway. */
@Command(name = "gateway", mixinStandardHelpOptions = true, description = {
        "Compares the gateway with HAProxy, nginx, Envoy and plain Spring Cloud Gateway on this machine:",
        "CPU per request, requests per second and latency, closed loop and at a fixed rate, memory."})
public final class GatewayVerb implements Callable<Integer> {
    private final Ticker ticker;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Option(names = "--cases", split = ",", paramLabel = "CASE", description = "Only these cases; an unknown one lists all.")
    private List<String> cases = List.of();

    @Option(names = "--systems", split = ",", paramLabel = "SYSTEM", description = "Only these peers beside ours: haproxy, nginx, envoy, spring-cloud-gateway; spillway-io_uring is ours on the other transport.")
    private List<String> systems = Peers.names();

    @Option(names = "--minutes", defaultValue = "13.5", description = "How long all of it may take; rounds are left out when the time of their case is over (default: ${DEFAULT-VALUE}).")
    private double minutes;

    public GatewayVerb(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public Integer call() {
        options.check();
        if (!(minutes >= 0.1) || minutes > 600) {
            throw new BenchFailure("--minutes " + minutes + " (expected: 0.1..600)");
        }
        List<Scenario> scenarios = Scenarios.named(cases);
        List<String> peers = systems.stream().filter(name -> !name.equals(SpillwayGateway.NAME)).toList();
        for (String peer : peers) {
            if (peer.equals(SpillwayGateway.IO_URING)) {
                continue;
            }
            if (!Peers.names().contains(peer)) {
                throw new BenchFailure(
                        "--systems: '" + peer + "' is unknown (expected: some of " + Peers.names() + " or "
                                + SpillwayGateway.IO_URING + ")");
            }
            Peers.require(peer);
        }
        Path folder = options.folder();
        List<Contender> contenders = new ArrayList<>();
        try (Stage stage = Stage.open(folder, ticker); BenchControl control = BenchControl.start()) {
            control.put(BenchResources.service(stage.backendPorts(), stage.backendHttp2Port(),
                    stage.backendUnix()));
            contenders.add(SpillwayGateway.start(stage, control.port()));
            if (scenarios.stream().anyMatch(one -> one.door() == Door.UNIX)) {
                contenders.add(SpillwayGateway.sidecar(stage, control.port()));
            }
            for (String peer : peers) {
                contenders.add(peer.equals(SpillwayGateway.IO_URING)
                        ? SpillwayGateway.start(peer, stage, control.port(), "")
                        : Peers.start(peer, stage));
            }
            options.print(new GatewayRun(stage, contenders, options, minutes).run(scenarios));
            return 0;
        } finally {
            contenders.forEach(Contender::close);
            options.clean(folder);
        }
    }
}
