package io.spillway.drill.bench.push.server;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.spillway.drill.bench.push.Population;
import io.spillway.drill.bench.push.PushServer;
import io.spillway.drill.fleet.Home;
import io.spillway.model.time.Ticker;

/** The real {@code idc-control} with the embedded registry; a change is a PUT of a WorkloadEntry through its HTTP API. */
final class SpillwayServer implements PushServer {
    static final String NAME = "spillway";

    private static final Duration START = Duration.ofMinutes(3);

    private final Population population;
    private final ControlProgram program;

    private SpillwayServer(Population population, ControlProgram program) {
        this.population = population;
        this.program = program;
    }

    /** Starts it on what is in its folder and waits until it is ready. */
    static SpillwayServer start(Home home, Path folder, int heapMib, Population population, Ticker ticker) {
        return new SpillwayServer(population,
                ControlProgram.start(new ControlProgram.Start(Population.IDC, home, folder,
                        heapMib, "{kind: embedded}", START), ticker));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long pid() {
        return program.pid();
    }

    @Override
    public int port() {
        return program.port();
    }

    @Override
    public void change(List<Integer> services, int change) {
        String documents = services.stream().map(one -> SpillwayFiles.workload(population, one, 0, change))
                .collect(Collectors.joining());
        HttpRequest.Builder request = services.size() == 1
                ? HttpRequest.newBuilder(program.api("workloads/" + population.workload(services.getFirst(), 0)))
                        .PUT(BodyPublishers.ofString(documents))
                : HttpRequest.newBuilder(program.api("apply")).POST(BodyPublishers.ofString(documents));
        try {
            HttpResponse<String> answer = program.ask(request);
            if (answer.statusCode() / 100 != 2) {
                throw program.failure("answered a change with " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw program.failure("did not answer a change: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
