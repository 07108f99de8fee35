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
 *            share of POSTs in percent, spread evenly
 * @param services
 *            what they ask for, in turn
 */
public record UserGroup(String name, String home, double rps, int postPercent, List<String> services) {

    /** Copies the list. */
    public UserGroup {
        services = List.copyOf(services);
    }
}
