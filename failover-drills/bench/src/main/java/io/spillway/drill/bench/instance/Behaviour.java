package io.spillway.drill.bench.instance;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.QueryStringDecoder;

/**
 * How an instance answers.
 *
 * @param delay how long an answer takes
 * @param status what requests are answered with
 * @param health what its health check is answered with
 */
public record Behaviour(Duration delay, int status, int health) {
    /** The path of the health check. */
    public static final String HEALTH = "/health";
    /** The path at which another behaviour is set. */
    static final String SET = "/behave";

    /** A good instance with a service time of 2 ms. */
    public static final Behaviour GOOD = new Behaviour(Duration.ofMillis(2), 200, 200);

    /** Returns the path that makes an instance behave so. */
    public String path() {
        return SET + "?delay=" + delay.toMillis() + "&status=" + status + "&health=" + health;
    }

    static Behaviour parse(String uri) {
        Map<String, List<String>> query = new QueryStringDecoder(uri).parameters();
        return new Behaviour(Duration.ofMillis(number(query, "delay")), number(query, "status"),
                number(query, "health"));
    }

    private static int number(Map<String, List<String>> query, String name) {
        return Integer.parseInt(query.getOrDefault(name, List.of("0")).getFirst());
    }
}
