package io.spillway.drill.bench.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.spillway.drill.bench.instance.Behaviour;
import io.spillway.drill.bench.instance.InstanceMain;
import io.spillway.drill.bench.net.Place;
import io.spillway.drill.bench.system.Contestant;
import io.spillway.drill.bench.system.Contestant.Surroundings;
import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Component;
import io.spillway.drill.fleet.ComponentPlan;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Selector;
import io.spillway.model.time.Ticker;

/** One system with its instances, and the hands that break and mend them. Used by one thread. */
public final class Lab implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Duration ASK = Duration.ofSeconds(2);

    private final Surroundings surroundings;
    private final Fleet fleet;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ASK)
            .build();

    /** Prepares the processes; nothing runs yet. */
    public Lab(Contestant contestant, Surroundings surroundings, Ticker ticker, Pause pause) {
        this.surroundings = surroundings;
        List<ComponentPlan> plans = new ArrayList<>(contestant.plans(surroundings));
        Commands commands = new Commands(surroundings.home(),
                Map.of(Role.SERVICE, List.of("-Xmx32m", "-XX:TieredStopAtLevel=1")));
        Stream.of(Place.A1, Place.A2, Place.B1, Place.B2).map(place -> instance(commands, place)).forEach(plans::add);
        this.fleet = new Fleet(plans, surroundings.folder(), ticker, pause);
    }

    private ComponentPlan instance(Commands commands, Place place) {
        List<String> command = commands.java(Role.SERVICE, "drill-bench", InstanceMain.class.getName(),
                List.of(place.word(), place.address(), Integer.toString(Contestant.INSTANCE_PORT)));
        String name = place.idc() + "/" + place.word();
        return new ComponentPlan(name, place.idc(), Role.SERVICE, null, surroundings.namespaces().at(place, command),
                surroundings.folder().resolve("logs").resolve(place.word() + ".log"), health(place));
    }

    private static URI health(Place place) {
        return URI.create("http://" + place.address() + ":" + Contestant.INSTANCE_PORT + Behaviour.HEALTH);
    }

    /** Starts everything that does not run. */
    void start() throws InterruptedException {
        fleet.start(Selector.ALL, PATIENCE, _ -> {});
    }

    /** Undoes every fault and waits until everything runs. */
    void mend() throws InterruptedException {
        for (Place place : List.of(Place.A1, Place.A2)) {
            surroundings.namespaces().heal(place);
        }
        fleet.select(Selector.ALL).forEach(Component::resume);
        // One that was told to fail its health check must be told otherwise before it can be ready.
        for (Place place : List.of(Place.A1, Place.A2)) {
            var _ = tell(place, Behaviour.GOOD);
        }
        start();
        for (Place place : List.of(Place.A1, Place.A2)) {
            behave(place, Behaviour.GOOD);
        }
    }

    /** Ends processes as a crash does. */
    void kill(Place... places) throws InterruptedException {
        fleet.kill(Stream.of(places).map(this::component).toList());
    }

    /** Ends every process of an IDC as a crash does. */
    void killIdc(String idc) throws InterruptedException {
        fleet.kill(fleet.select(new Selector(idc, null, null, null)));
    }

    /** Starts a process and waits until it does its work. */
    void revive(Place... places) throws InterruptedException {
        List<Component> dead = Stream.of(places).map(this::component).toList();
        dead.forEach(Component::start);
        fleet.awaitReady(dead, PATIENCE);
    }

    void freeze(Place... places) {
        for (Place place : places) {
            component(place).suspend();
        }
    }

    void blackHole(Place... places) throws InterruptedException {
        for (Place place : places) {
            surroundings.namespaces().blackHole(place);
        }
    }

    void behave(Place place, Behaviour behaviour) throws InterruptedException {
        Optional<String> failure = tell(place, behaviour);
        if (failure.isPresent()) {
            throw new IllegalStateException(failure.get());
        }
    }

    /** Tells an instance how to behave; returns why it does not listen, if so. */
    private Optional<String> tell(Place place, Behaviour behaviour) throws InterruptedException {
        URI uri = health(place).resolve(behaviour.path());
        try {
            int status = client.send(HttpRequest.newBuilder(uri).timeout(ASK).build(), BodyHandlers.discarding())
                    .statusCode();
            return status == 200 ? Optional.empty() : Optional.of(uri + " answered " + status);
        } catch (IOException e) {
            return Optional.of(uri + " does not answer: " + e);
        }
    }

    private Component component(Place place) {
        return fleet.select(new Selector(null, null, null, place.idc() + "/" + place.word())).getFirst();
    }

    @Override
    public void close() {
        for (Place place : List.of(Place.A1, Place.A2)) {
            try {
                surroundings.namespaces().heal(place);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        fleet.close();
        client.close();
    }
}
