package io.spillway.drill.load;

import java.util.List;

/**
 * Users who behave alike and prefer one entrance.
 *
 * @param name
 *            for people
 * @param home
 *            the IDC whose entrance they try first
 * @param rps
 *            requests per second that they send, whatever the answers do
 * @param postPercent
 *            share of POSTs in percent, spread evenly; calls of gRPC are POSTs all the same
 * @param services
 *            what they ask for, in turn
 * @param shape
 *            how the rate changes
 * @param protocol
 *            what they speak
 * @param control
 *            whether they belong to the control group, which no fault touches
 */
public record UserGroup(String name, String home, double rps, int postPercent, List<String> services, Shape shape,
        Protocol protocol, boolean control) {

    /** Copies the list. */
    public UserGroup {
        services = List.copyOf(services);
    }

    /** Creates users of HTTP/1.1 at a constant rate. */
    public UserGroup(String name, String home, double rps, int postPercent, List<String> services) {
        this(name, home, rps, postPercent, services, new Shape.Constant(), Protocol.HTTP1, false);
    }

    /** Returns so many times as many users. */
    public UserGroup scaled(double factor) {
        return new UserGroup(name, home, rps * factor, postPercent, services, shape.scaled(factor), protocol, control);
    }
}
