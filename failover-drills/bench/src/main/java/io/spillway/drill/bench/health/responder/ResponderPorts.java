package io.spillway.drill.bench.health.responder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;

/**
 * Where what listens. All but those of the mortals listen on every address of the machine, so that one socket is as many
 * targets as the loopback network has addresses.
 *
 * @param control where {@code GET /kill/FROM/TO} ends mortals
 * @param live answers every check
 * @param frozen takes connections and never answers
 * @param silent does not even take connections
 * @param refused nobody listens here
 * @param mortals each answers until it is killed, on 127.0.0.1
 */
public record ResponderPorts(int control, int live, int frozen, int silent, int refused, List<Integer> mortals) {
    private static final int OTHERS = 5;

    public ResponderPorts {
        mortals = List.copyOf(mortals);
    }

    /** Returns ports that nobody has, for so many mortals. */
    public static ResponderPorts free(int mortals) {
        return of(Ports.free(OTHERS + mortals));
    }

    /** Returns the command line of a responder. */
    public List<String> arguments() {
        return Stream.concat(Stream.of(control, live, frozen, silent, refused), mortals.stream())
                .map(port -> Integer.toString(port)).toList();
    }

    /**
     * Returns what a command line says.
     *
     * @throws BenchFailure when it is none
     */
    static ResponderPorts parse(String... arguments) {
        try {
            return of(new ArrayList<>(Arrays.stream(arguments).map(Integer::valueOf).toList()));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new BenchFailure("arguments " + List.of(arguments)
                    + " (expected: the ports CONTROL LIVE FROZEN SILENT REFUSED [MORTAL...])", e);
        }
    }

    private static ResponderPorts of(List<Integer> ports) {
        return new ResponderPorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4),
                ports.subList(OTHERS, ports.size()));
    }
}
