package io.spillway.drill.fleet;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Where the processes of a fleet are reached: all of them on 127.0.0.1, or each IDC in a network namespace of its own. The
 * addresses there are of 127.0.0.0/8 as well: nobody but the drill reaches them, so what processes do in the clear on
 * loopback only is right there too.
 *
 * @param hub
 *            where the drill and its users are, null when there are no namespaces
 * @param places
 *            the namespaces
 */
public record Network(@Nullable Space hub, List<Place> places) {

    /** Everything is on 127.0.0.1. */
    public static final Network LOOPBACK = new Network(null, List.of());

    private static final String ADDRESS = "127.0.0.1";

    /** Copies the list. */
    public Network {
        places = List.copyOf(places);
    }

    /** Returns the place of that name, nothing when it has no namespace of its own. */
    public Optional<Place> place(String name) {
        return places.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Returns the address at which users and other places reach a place: what a fault of the network cuts off. */
    String served(String place) {
        return place(place).map(Place::served).orElse(ADDRESS);
    }

    /** Returns the address at which a place's own processes and the drill reach it: no fault is on that way. */
    String own(String place) {
        return place(place).map(Place::own).orElse(ADDRESS);
    }

    /** Returns the command that runs a command at a place. */
    List<String> at(String place, List<String> command) {
        return place(place).map(each -> each.space().run(command)).orElse(command);
    }
}
